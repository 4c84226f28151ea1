import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { toldBy } from '../app/app-surroundings';
import { renderChart } from '../app/render-charts';
import { manifestsOf as manifestsOfRendered } from '../app/rendered-manifests';
import { AskedParts, type MeshCoverage } from '../coverage';
import { readWhole } from '../manifests/files';
import type { Manifest } from '../manifests/manifest';
import { type AppLike, type ChartLike, type MeshModelOptions, MeshModel as RoutingModel } from '../routing';
import { manifestsIn } from '../routing/model-source';
import { settled, type Told, toldIn } from '../surroundings';

/**
 * Where manifests come from: an app or a chart of cdk8s, objects as plain data, or paths of YAML files and folders.
 */
export type ModelSource = AppLike | ChartLike | Iterable<object | string>;

/** How a model is made of an app, of objects or of files. */
export interface ModelOptions extends MeshModelOptions {
  /**
   * Objects that exist elsewhere, or paths of YAML files and folders with them. The manifests of the model win over objects of the
   * same name.
   *
   * @default - those that the `MeshApp` names which is or wrote the source
   */
  readonly context?: readonly (object | string)[];
}

/**
 * Manifests that are ready for tracing requests. Making the model of many manifests takes a while; trace as many
 * requests as you like through one model.
 */
export class MeshModel extends RoutingModel {
  /** @internal What the requests have asked about that were traced through the model. */
  readonly asked = new AskedParts();

  /**
   * The model of an app or a chart as it is now, of objects, or of YAML files. What a `MeshApp` says of its mesh holds for its
   * model and for that of the files that it has written, as far as the options do not say otherwise.
   *
   * @throws Error if a path cannot be read, has no YAML files, or has a file that is not YAML, or if an item of the list is not
   *   an object of Kubernetes
   */
  static override of(source: ModelSource, options: ModelOptions = {}): MeshModel {
    // What can be gone through only once is kept.
    const kept = isListOfItems(source) ? [...source] : source;
    const { manifests, told } = contentsOf(kept);
    const { context, istio, profile, mesh } = settled(told, options);
    const model = new MeshModel(manifests, { ...options, istio, profile, mesh: options.mesh ?? mesh }, [
      ...context,
      ...contextOf(options),
    ]);
    places.set(model, placesIn(kept));
    given.set(model, options);
    return model;
  }

  /**
   * Which routes of VirtualServices, servers of Gateways and rules of policies the requests have asked about that were traced
   * through this model, by `trace` or by matchers.
   */
  coverage(): MeshCoverage {
    return this.asked.coverage(this);
  }
}

/** @internal Paths of files and folders. */
export interface Places {
  /** Those that the manifests are read from. */
  readonly read: readonly string[];
  /** Those that the app writes when it is synthesized. */
  readonly written: readonly string[];
}

const places = new WeakMap<RoutingModel, Places>();
const given = new WeakMap<RoutingModel, ModelOptions>();

/** @internal The options that the caller gave, without what was said elsewhere. */
export function givenOptionsOf(model: RoutingModel): ModelOptions {
  return given.get(model) ?? model.options;
}

/** @internal The objects elsewhere that the caller named. */
export function contextOf({ context = [] }: ModelOptions): readonly Manifest[] {
  return contentsOf(context).manifests;
}

/** @internal Where the manifests of a model lie as files, as far as it was made of paths or of an app. */
export function placesOf(model: RoutingModel): Places {
  return places.get(model) ?? { read: [], written: [] };
}

function placesIn(source: ModelSource): Places {
  if (typeof source === 'string') {
    return { read: [source], written: [] };
  }
  if (isListOfItems(source)) {
    return { read: [...source].filter((item) => typeof item === 'string'), written: [] };
  }
  const app = Chart.isChart(source) ? source.node.root : source;
  const isApp = typeof app === 'object' && app !== null && 'outdir' in app;
  return { read: [], written: isApp && typeof app.outdir === 'string' ? [app.outdir] : [] };
}

function isListOfItems(source: ModelSource): source is Iterable<object | string> {
  return typeof source === 'object' && source !== null && Symbol.iterator in source;
}

/** @internal The model itself, or the model of what it is made of. */
export function modelOf(source: RoutingModel | ModelSource): RoutingModel {
  return source instanceof RoutingModel ? source : MeshModel.of(source);
}

/** @internal What a source has. */
export interface SourceContents {
  readonly manifests: readonly Manifest[];
  /** What is said of the mesh: by the app that is or wrote the source. */
  readonly told: readonly Told[];
}

/** @internal The manifests of a source, with their places, and what is said of their mesh. */
export function contentsOf(source: ModelSource): SourceContents {
  const items: unknown = typeof source === 'string' ? [source] : source;
  if (typeof items !== 'object' || items === null) {
    return { manifests: manifestsIn(source), told: [] };
  }
  if (Symbol.iterator in items) {
    const all = [...(items as Iterable<unknown>)];
    const paths = all.filter((item) => typeof item === 'string');
    const objects = all.map((item) => (typeof item === 'string' ? undefined : item));
    const { manifests, notes } = paths.length > 0 ? readWhole(paths) : { manifests: [], notes: [] };
    return { manifests: [...manifests, ...manifestsIn(objects)], told: toldIn(notes) };
  }
  const charts = 'charts' in items && Array.isArray(items.charts) ? items.charts : [items];
  return {
    // toJson() of each chart would resolve the whole app.
    manifests: charts.flatMap((chart) =>
      Chart.isChart(chart) ? manifestsOfRendered(renderChart(chart)) : manifestsIn(chart),
    ),
    told: Construct.isConstruct(items) ? toldBy(items) : [],
  };
}
