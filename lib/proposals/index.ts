export { type Proposals, type ProposedTest, proposedTests } from './proposed-tests';
export { type Runner, type SourceExpression, type TestFileOptions, testFile, testText } from './test-file';
