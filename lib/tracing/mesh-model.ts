import { Chart } from 'cdk8s';
import { renderChart } from '../app/render-charts';
import { manifestsOf as manifestsOfRendered } from '../app/rendered-manifests';
import { coverageOf, type MeshCoverage } from '../coverage';
import { readManifests } from '../manifests/files';
import type { Manifest } from '../manifests/manifest';
import {
  type AppLike,
  type ChartLike,
  type MeshModelOptions,
  MeshModel as RoutingModel,
  type TraceRequest,
} from '../routing';
import { manifestsIn } from '../routing/model-source';

/**
 * Where manifests come from: an app or a chart of cdk8s, objects as plain data, or paths of YAML files and folders.
 */
export type ModelSource = AppLike | ChartLike | Iterable<object | string>;

/**
 * Manifests that are ready for tracing requests. Making the model of many manifests takes a while; trace as many
 * requests as you like through one model.
 */
export class MeshModel extends RoutingModel {
  /** @internal How often each request was traced through the model. */
  readonly asked = new Map<TraceRequest | string, number>();

  /**
   * The model of an app or a chart as it is now, of objects, or of YAML files.
   *
   * @throws Error if a path cannot be read, has no YAML files, or has a file that is not YAML, or if an item of the list is not
   *   an object of Kubernetes
   */
  static override of(source: ModelSource, options: MeshModelOptions = {}): MeshModel {
    // What can be gone through only once is kept.
    const kept = isListOfItems(source) ? [...source] : source;
    const model = new MeshModel(manifestsOf(kept), options);
    places.set(model, placesIn(kept));
    return model;
  }

  /**
   * Which routes of VirtualServices, servers of Gateways and rules of policies the requests have asked about that were traced
   * through this model, by `trace` or by matchers.
   */
  coverage(): MeshCoverage {
    return coverageOf(this, this.asked);
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

/** @internal The manifests of a source, with their places. */
export function manifestsOf(source: ModelSource): Manifest[] {
  const items: unknown = typeof source === 'string' ? [source] : source;
  if (typeof items !== 'object' || items === null) {
    return manifestsIn(source);
  }
  if (Symbol.iterator in items) {
    const all = [...(items as Iterable<unknown>)];
    const paths = all.filter((item) => typeof item === 'string');
    const objects = all.map((item) => (typeof item === 'string' ? undefined : item));
    return [...(paths.length > 0 ? readManifests(paths) : []), ...manifestsIn(objects)];
  }
  const charts = 'charts' in items && Array.isArray(items.charts) ? items.charts : [items];
  // toJson() of each chart would resolve the whole app.
  return charts.flatMap((chart) =>
    Chart.isChart(chart) ? manifestsOfRendered(renderChart(chart)) : manifestsIn(chart),
  );
}
