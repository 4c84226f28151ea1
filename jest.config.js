/** @type {import('jest').Config} */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Types are checked once, by `npm run typecheck`; the tests only need them gone.
  transform: { '\\.ts$': ['ts-jest', { diagnostics: false }] },
  moduleNameMapper: {
    '^cdk8s-istio$': '<rootDir>/lib',
    '^cdk8s-istio/(routing|testing)$': '<rootDir>/lib/$1',
  },
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/'],
};
