import { App, type AppProps, Chart } from 'cdk8s';
import { ignoreCodes } from '../catalogue/ignored-codes';
import { MistakeError } from '../catalogue/mistake-error';
import { unknownProperty } from '../catalogue/words';
import { type IstioVersion, istioVersionOf, NEWEST_VERSION, useVersion } from '../istiod/istio-version';
import { NOTES_FILE } from '../manifests/files';
import { isMistake } from '../manifests/is-mistake';
import { nearest } from '../manifests/nearest';
import { notesText } from '../surroundings';
import { noteOptions, surroundingsOf } from './app-surroundings';
import { type CheckProps, type CheckResults, checkApp } from './checks';
import { resolveDependencies } from './dependencies';
import { fileWriterFor } from './file-writer';
import { addManifests, type RenderedCharts, renderCharts } from './manifest-files';
import { apiObjectsOf, renderChart, textsOf } from './render-charts';
import { noteWritten, sharedSurroundings, type Written } from './shared-folder';
import { StagedFolder } from './staged-folder';
import { topologicalOrder } from './topological-order';

/** Options of `MeshApp`. */
export interface MeshAppProps extends AppProps {
  /**
   * Options of the checks that run before the objects of the app are written.
   *
   * @default - every rule runs; the context is the objects of Istio's default profile
   */
  readonly checks?: CheckProps;
  /**
   * The version of Istio that will read the objects: `1.30`, `1.31` or `1.32`. Fields and values that it does not have
   * are refused, and the checks follow it.
   *
   * @default "1.32"
   */
  readonly istio?: IstioVersion;
}

/**
 * An app that checks its manifests, and writes all of them or none. Synthesis takes time that grows linearly with the
 * number of objects.
 *
 * `MeshApp` takes the place of `App` and writes the same bytes. These are the differences:
 *
 * - Before anything is written, the objects are checked as `cdk8s-istio check` checks them: references to objects that
 *   do not exist, objects that Istio would refuse, and settings that Istio would accept without effect. Errors end the
 *   synthesis. Warnings are printed to standard error.
 * - Validations run once, before the first file is written. `App` runs all of them again for each chart.
 * - All files are replaced together at the end. If synthesis fails, the files are as they were before.
 * - What the app says of its mesh, such as the version of Istio and the objects that exist elsewhere, is written to the file
 *   `.cdk8s-istio` beside the manifests, where it differs from the defaults. `check`, `trace`, `diff`, `tests` and the
 *   matchers read it.
 * - Mistakes that nothing catches end the run with exit code 1 and one line each, without a stack trace.
 *
 * A chart that overrides `toJson()` is asked for its objects, as in an `App`. If it calls `super.toJson()`, cdk8s goes
 * over the whole app once more, so such a chart costs as much as in an `App`.
 *
 * @see https://cdk8s.io/docs/latest/basics/app/
 */
export class MeshApp extends App {
  private readonly recordsConstructMetadata: boolean;
  private readonly checks: CheckProps;
  private readonly istio: IstioVersion;
  /** What the last synthesis writes. */
  private written: Written = { files: [], surroundings: { context: [], ignore: [] } };

  /**
   * @param props the options of `App`, with the same defaults, and the options of the checks
   * @throws Error if the version of Istio is not supported
   */
  constructor(props: MeshAppProps = {}) {
    super(props);
    refuseMisplaced(props);
    // The member of App that holds this option is private.
    this.recordsConstructMetadata =
      props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
    this.checks = props.checks ?? {};
    this.istio = versionOf(props);
    noteOptions(this, { checks: this.checks, istio: this.istio });
    useVersion(this, this.istio);
    ignoreCodes(this, this.checks.ignore ?? []);
  }

  /** All charts. A chart comes after the charts that it depends on. */
  override get charts(): Chart[] {
    return topologicalOrder(this.node).filter(Chart.isChart);
  }

  /**
   * Checks the manifests and writes them to the output folder. Under the cdk8s CLI, an error is printed and ends the
   * process.
   *
   * @throws Error if a construct or a check finds mistakes (each line of the message names the path of a construct), if
   *   dependencies form a cycle, or if an object cannot be rendered
   */
  override synth(): void {
    try {
      this.refuseMistakes(this.invalidConstructs());
      const hasDependentCharts = resolveDependencies(this.node);
      const charts = renderCharts(this.charts, this, (rendered) =>
        this.stage(rendered, hasDependentCharts).discard(),
      );
      const output = this.stageOrRefuse(charts, hasDependentCharts);
      try {
        // The files are being written meanwhile.
        this.refuseMistakes(this.failedChecks(charts));
        output.commit();
        noteWritten(this, this.outdir, this.written);
      } catch (error) {
        output.discard();
        throw error;
      }
    } catch (thrown) {
      const error = mistakeOf(thrown);
      if (!(error instanceof MistakeError)) {
        throw error;
      }
      // The cdk8s CLI sets this variable and reads only the exit code. Other callers catch the error.
      if (process.env.CDK8S_OUTDIR === undefined) {
        throw error;
      }
      console.error(error.mistakes.join('\n'));
      process.exit(1);
    }
  }

  /**
   * The manifests of all charts as one text, for every `yamlOutputType`.
   *
   * @throws Error for the same reasons as `synth`, also under the cdk8s CLI
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
      throw new MistakeError(
        mistakes,
        `Validation failed with the following errors:\n  ${mistakes.join('\n  ')}`,
      );
    }
  }

  private invalidConstructs(): string[] {
    return this.node
      .findAll()
      .flatMap(({ node }) => node.validate().map((mistake) => `[${node.path}] ${mistake}`));
  }

  /** The errors that the checks find. Warnings are printed. */
  private failedChecks(charts: RenderedCharts): string[] {
    const { errors, warnings } = this.checkResults(charts);
    for (const warning of warnings) {
      console.error(`Warning: ${warning}`);
    }
    return errors;
  }

  private checkResults(charts: RenderedCharts): CheckResults {
    const isChecked = this.checks.enabled !== false;
    return isChecked ? checkApp(charts, surroundingsOf(this)) : { errors: [], warnings: [] };
  }

  /** Mistakes come before problems with files. */
  private stageOrRefuse(charts: RenderedCharts, hasDependentCharts: boolean): StagedFolder {
    try {
      return this.stage(charts, hasDependentCharts);
    } catch (error) {
      this.refuseMistakes(this.failedChecks(charts));
      throw error;
    }
  }

  private stage(charts: RenderedCharts, hasDependentCharts: boolean): StagedFolder {
    const output = new StagedFolder(this.outdir, fileWriterFor(charts.size));
    try {
      addManifests(output, charts, hasDependentCharts, this);
      this.written = { files: output.paths, surroundings: surroundingsOf(this) };
      const notes = notesText(sharedSurroundings(this, this.outdir, this.written));
      if (notes === undefined) {
        output.removeFile(NOTES_FILE);
      } else {
        output.addFile(NOTES_FILE, [notes]);
      }
      if (this.recordsConstructMetadata) {
        output.addFile('construct-metadata.json', [this.constructMetadata()]);
      }
      return output;
    } catch (error) {
      output.discard();
      throw error;
    }
  }

  /** The path of the construct of each object, for the validation plugins of the cdk8s CLI. */
  private constructMetadata(): string {
    const resources: Record<string, { path: string }> = {};
    for (const object of this.charts.flatMap(apiObjectsOf)) {
      resources[object.name] = { path: object.node.path };
    }
    return JSON.stringify({ version: '1.0.0', resources });
  }
}

/** An error without a stack trace for a mistake of the author, such as a cycle of dependencies. */
function mistakeOf(error: unknown): unknown {
  return isMistake(error) ? new MistakeError([error.message], undefined, { cause: error }) : error;
}

const CHECK_OPTIONS: readonly string[] = [
  'enabled',
  'ignore',
  'context',
  'profile',
  'meshConfig',
] satisfies (keyof CheckProps)[];
const OWN_OPTIONS: readonly string[] = ['checks', 'istio'] satisfies (keyof MeshAppProps)[];

/** Options that would have no effect, where no compiler looks at them. cdk8s may have further ones. */
function refuseMisplaced(props: object): void {
  for (const name of Object.keys(props)) {
    if (CHECK_OPTIONS.includes(name)) {
      throw mistakeOf(
        new Error(`MeshApp: "${name}" is an option of the checks; write { checks: { ${name}: … } }`),
      );
    }
    const meant = OWN_OPTIONS.includes(name) ? undefined : nearest(name, OWN_OPTIONS);
    if (meant !== undefined) {
      throw mistakeOf(new Error(`MeshApp: "${name}" ${unknownProperty(meant, OWN_OPTIONS)}`));
    }
  }
}

function versionOf({ istio = NEWEST_VERSION }: MeshAppProps): IstioVersion {
  try {
    return istioVersionOf(istio);
  } catch (error) {
    throw mistakeOf(error);
  }
}
