const { projects, testTimeout } = require('./jest.config');
const { filesByThemselves } = require('./test/setup/unit-tests.cjs');

const [unit, process] = projects;
const groups = {
  ...unit,
  testMatch: [
    '<rootDir>/test/setup/groups/*.ts',
    ...filesByThemselves.map((file) => `<rootDir>/test/${file}`),
  ],
};

/** @type {import('jest').Config} */
module.exports = { projects: [groups, process], testTimeout };
