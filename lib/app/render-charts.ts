import { ApiObject, Chart } from 'cdk8s';
import { topologicalOrder } from './topological-order';
import { yamlText } from './yaml-text';

/** An object as plain data, and the construct that it comes from. */
export interface RenderedObject {
  readonly document: unknown;
  /** The API object, or the chart if the chart overrides `toJson()`. */
  readonly construct: ApiObject | Chart;
}

/** The API objects of a chart, without those of charts in it, in the order in which they are written. */
export function apiObjectsOf(chart: Chart): ApiObject[] {
  return topologicalOrder(chart.node)
    .filter(ApiObject.isApiObject)
    .filter((object) => Chart.of(object) === chart);
}

/** The manifests of a chart. */
export function renderChart(chart: Chart): RenderedObject[] {
  // Chart.toJson() goes over the whole app again, which makes App slow.
  if (chart.toJson === Chart.prototype.toJson) {
    return [...renderObjects(chart)];
  }
  return Object.values(chart.toJson()).map((document) => ({ document, construct: chart }));
}

/** The manifests of a chart, whether or not it overrides `toJson()`. */
export function* renderObjects(chart: Chart): Iterable<RenderedObject> {
  for (const object of apiObjectsOf(chart)) {
    yield { document: object.toJson(), construct: object };
  }
}

/** The documents as YAML text, in pieces: the same text as `Yaml.stringify(...documents)`. */
export function* textsOf(objects: Iterable<RenderedObject>): Iterable<string> {
  let separator = '';
  for (const { document } of objects) {
    yield separator + yamlText(document);
    separator = '---\n';
  }
}
