import { App } from 'cdk8s';

/**
 * An app that writes all of its manifests, or none: everything is validated before the first file is written.
 *
 * Run by `cdk8s synth`, mistakes end the run with exit code 1 and a line each, without a stack trace.
 */
export class MeshApp extends App {
  /**
   * Writes the manifests to the output folder.
   *
   * @throws when a construct refuses what it was told; each line of the message names its path
   */
  override synth(): void {
    const mistakes = this.node
      .findAll()
      .flatMap(({ node }) => node.validate().map((mistake) => `[${node.path}] ${mistake}`));
    if (mistakes.length > 0) {
      refuse(mistakes);
    }
    super.synth();
  }
}

function refuse(mistakes: string[]): void {
  // Set by the cdk8s CLI, which reads nothing but the exit code; a caller in-process wants to catch.
  if (process.env.CDK8S_OUTDIR !== undefined) {
    console.error(mistakes.join('\n'));
    process.exit(1);
  }
  throw new Error(`Validation failed with the following errors:\n  ${mistakes.join('\n  ')}`);
}
