import { App, type AppProps, Chart } from 'cdk8s';
import { type CheckProps, checkApp } from './checks';
import { resolveDependencies } from './dependencies';
import { addManifests, type RenderedCharts, renderCharts } from './manifest-files';
import { apiObjectsOf, renderChart, textsOf } from './rendering';
import { StagedFolder } from './staged-folder';
import { topologicalOrder } from './topological-order';

/** Options of `MeshApp`. */
export interface MeshAppProps extends AppProps {
  /**
   * How the objects of the app are checked before they are written.
   *
   * @default - by every rule, against the objects of the app and of Istio's default profile
   */
  readonly checks?: CheckProps;
}

/**
 * An app that writes all of its manifests, or none, in a time that grows with their number and no faster.
 *
 * It takes the place of `App` and writes the same bytes. What differs, besides the checks:
 *
 * - Validations run once, before the first file is written; `App` runs all of them again for each chart.
 * - Files are replaced as a whole and at the very end. When synthesis fails, all are as they were.
 * - Run by `cdk8s synth`, mistakes end the run with exit code 1 and a line each, without a stack trace.
 *
 * A chart that overrides `toJson()` is asked for its objects, as `App` does. Where it calls `super.toJson()`, cdk8s
 * goes over the whole app once more: such charts cost as much as they do in an `App`.
 *
 * Before anything is written, the objects are checked as `cdk8s-istio check` does it: what refers to something that
 * does not exist, what Istio would refuse and what it would accept and never do. Errors end the synthesis; warnings are
 * printed to standard error.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 */
export class MeshApp extends App {
  private readonly recordsConstructMetadata: boolean;
  private readonly checks: CheckProps;

  /** @param props the options of `App`, with the same defaults, and what is checked */
  constructor(props: MeshAppProps = {}) {
    super(props);
    // What App makes of this option is private to it.
    this.recordsConstructMetadata =
      props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
    this.checks = props.checks ?? {};
  }

  /** All charts; those that others depend on come before them. */
  override get charts(): Chart[] {
    return topologicalOrder(this.node).filter(Chart.isChart);
  }

  /**
   * Writes the manifests to the output folder. Under the cdk8s CLI, an error is printed and ends the process.
   *
   * @throws when a construct or a check refuses what it was told (each line of the message names the path of the
   *   construct), when dependencies form a cycle, or when an object cannot be rendered
   */
  override synth(): void {
    try {
      this.refuseMistakes(this.invalidConstructs());
      const hasDependentCharts = resolveDependencies(this.node);
      const charts = renderCharts(this.charts, this, (rendered) =>
        this.stage(rendered, hasDependentCharts).discard(),
      );
      this.refuseMistakes(this.failedChecks(charts));
      const output = this.stage(charts, hasDependentCharts);
      try {
        output.commit();
      } catch (error) {
        output.discard();
        throw error;
      }
    } catch (error) {
      // A TypeError or the like is a defect in some code; its stack trace helps to find it.
      if (!(error instanceof Error) || (error.constructor !== Error && !(error instanceof Refusal))) {
        throw error;
      }
      // Set by the cdk8s CLI, which reads nothing but the exit code; a caller in-process wants to catch.
      if (process.env.CDK8S_OUTDIR === undefined) {
        throw error;
      }
      console.error(error instanceof Refusal ? error.mistakes.join('\n') : error.message);
      process.exit(1);
    }
  }

  /**
   * The manifests of all charts as one text, whatever the `yamlOutputType`.
   *
   * @throws as `synth` does, under the cdk8s CLI too
   */
  override synthYaml(): string {
    resolveDependencies(this.node);
    this.refuseMistakes(this.invalidConstructs());
    const charts = new Map(this.charts.map((chart) => [chart, renderChart(chart)]));
    this.refuseMistakes(this.failedChecks(charts));
    return [...textsOf([...charts.values()].flat())].join('');
  }

  private refuseMistakes(mistakes: readonly string[]): void {
    if (mistakes.length > 0) {
      throw new Refusal(mistakes);
    }
  }

  private invalidConstructs(): string[] {
    return this.node
      .findAll()
      .flatMap(({ node }) => node.validate().map((mistake) => `[${node.path}] ${mistake}`));
  }

  /** The errors that the checks find. Their warnings are printed. */
  private failedChecks(charts: RenderedCharts): string[] {
    const { errors, warnings } = checkApp(this, charts, this.checks);
    for (const warning of warnings) {
      console.error(`Warning: ${warning}`);
    }
    return errors;
  }

  private stage(charts: RenderedCharts, hasDependentCharts: boolean): StagedFolder {
    const output = new StagedFolder(this.outdir);
    try {
      addManifests(output, charts, hasDependentCharts, this);
      if (this.recordsConstructMetadata) {
        output.addFile('construct-metadata.json', [this.constructMetadata()]);
      }
      return output;
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

/** What is wrong with the app, a line each. */
class Refusal extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`Validation failed with the following errors:\n  ${mistakes.join('\n  ')}`);
  }
}
