const common = {
  rootDir: __dirname,
  transform: { '\\.ts$': '<rootDir>/test/setup/transform.cjs' },
  moduleNameMapper: {
    '^cdk8s-istio$': '<rootDir>/lib',
    '^cdk8s-istio/(routing|testing)$': '<rootDir>/lib/$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/build/'],
  globalSetup: '<rootDir>/test/setup/temporary-folder.ts',
  globalTeardown: '<rootDir>/test/setup/remove-temporary-folder.ts',
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/'],
};

const unit = {
  ...common,
  displayName: 'unit',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['\\.process\\.test\\.ts$', '<rootDir>/test/install/'],
  setupFiles: ['<rootDir>/test/setup/no-processes.ts'],
};
const process = {
  ...common,
  displayName: 'process',
  testMatch: ['<rootDir>/test/**/*.process.test.ts'],
};
const install = {
  ...common,
  displayName: 'install',
  testMatch: ['<rootDir>/test/install/**/*.test.ts'],
  globalSetup: '<rootDir>/test/install/pack.ts',
  globalTeardown: '<rootDir>/test/install/remove-packed.ts',
};

/** @type {import('jest').Config} */
module.exports = {
  projects: [unit, process, install],
  // No test measures time, and machines have other things to do.
  testTimeout: 120_000,
};
