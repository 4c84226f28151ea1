import { App, type AppProps, Chart } from 'cdk8s';
import { resolveDependencies } from './dependencies';
import { addManifests } from './manifest-files';
import { apiObjectsOf, documentsOf, textsOf } from './rendering';
import { StagedFolder } from './staged-folder';
import { topologicalOrder } from './topological-order';

/**
 * An app that writes all of its manifests, or none, in a time that grows with their number and no faster.
 *
 * It takes the place of `App` and writes the same bytes. What differs:
 *
 * - Validations run once, before the first file is written; `App` runs all of them again for each chart.
 * - Files are replaced as a whole and at the very end. When synthesis fails, all are as they were.
 * - Run by `cdk8s synth`, mistakes end the run with exit code 1 and a line each, without a stack trace.
 *
 * A chart that overrides `toJson()` is asked for its objects, as `App` does. Where it calls `super.toJson()`, cdk8s
 * goes over the whole app once more: such charts cost as much as they do in an `App`.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 */
export class MeshApp extends App {
  private readonly recordsConstructMetadata: boolean;

  /** @param props the options of `App`, with the same defaults */
  constructor(props: AppProps = {}) {
    super(props);
    // What App makes of this option is private to it.
    this.recordsConstructMetadata =
      props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /** All charts; those that others depend on come before them. */
  override get charts(): Chart[] {
    return topologicalOrder(this.node).filter(Chart.isChart);
  }

  /**
   * Writes the manifests to the output folder. Under the cdk8s CLI, an error is printed and ends the process.
   *
   * @throws when a construct refuses what it was told (each line of the message names its path), when dependencies
   *   form a cycle, or when an object cannot be rendered
   */
  override synth(): void {
    const mistakes = this.mistakes();
    if (mistakes.length > 0) {
      refuse(validationError(mistakes), mistakes.join('\n'));
    }
    try {
      this.write();
    } catch (error) {
      // A TypeError or the like is a defect in some code; its stack trace helps to find it.
      if (error instanceof Error && error.constructor === Error) {
        refuse(error, error.message);
      }
      throw error;
    }
  }

  /**
   * The manifests of all charts as one text, whatever the `yamlOutputType`.
   *
   * @throws as `synth` does, under the cdk8s CLI too
   */
  override synthYaml(): string {
    resolveDependencies(this.node);
    const mistakes = this.mistakes();
    if (mistakes.length > 0) {
      throw validationError(mistakes);
    }
    return [...textsOf(documentsOf(...this.charts))].join('');
  }

  private mistakes(): string[] {
    return this.node
      .findAll()
      .flatMap(({ node }) => node.validate().map((mistake) => `[${node.path}] ${mistake}`));
  }

  private write(): void {
    const hasDependentCharts = resolveDependencies(this.node);
    const { charts } = this;
    const output = new StagedFolder(this.outdir);
    try {
      addManifests(output, charts, hasDependentCharts, this);
      if (this.recordsConstructMetadata) {
        output.addFile('construct-metadata.json', [this.constructMetadata()]);
      }
      output.commit();
    } catch (error) {
      output.discard();
      throw error;
    }
  }

  /** Where in the app each object comes from, for the validation plugins of the cdk8s CLI. */
  private constructMetadata(): string {
    const resources: Record<string, { path: string }> = {};
    for (const object of this.charts.flatMap(apiObjectsOf)) {
      resources[object.name] = { path: object.node.path };
    }
    return JSON.stringify({ version: '1.0.0', resources });
  }
}

function validationError(mistakes: string[]): Error {
  return new Error(`Validation failed with the following errors:\n  ${mistakes.join('\n  ')}`);
}

/** Throws the error, or ends the process with a text for those who run the app. */
function refuse(error: Error, text: string): never {
  // Set by the cdk8s CLI, which reads nothing but the exit code; a caller in-process wants to catch.
  if (process.env.CDK8S_OUTDIR === undefined) {
    throw error;
  }
  console.error(text);
  process.exit(1);
}
