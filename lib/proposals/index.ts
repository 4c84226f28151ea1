export { type Proposals, type ProposedTest, proposedTests } from './proposed-tests';
export { type Runner, type TestFileOptions, testFile } from './test-file';
