module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // With --coverage, it prints the routes, servers and policies that no test asks about.
  reporters: ['default', 'cdk8s-istio/testing/reporter'],
  transform: { '\\.ts$': 'ts-jest' },
};
