export { type Proposals, type ProposedTest, proposedTests } from './proposed-tests';
export { type Runner, type SourceExpression, type TestFileOptions, testFile } from './test-file';
