import { ApiObject, Chart } from 'cdk8s';
import { topologicalOrder } from './topological-order';
import { yamlText } from './yaml-text';

/** An object as plain data, and the construct that it is from. */
export interface RenderedObject {
  readonly document: unknown;
  /** The chart, where that renders by itself. */
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
  // Chart's own toJson() goes over the whole app again, which is what makes App slow.
  if (chart.toJson === Chart.prototype.toJson) {
    return [...renderObjects(chart)];
  }
  return Object.values(chart.toJson()).map((document) => ({ document, construct: chart }));
}

/** The manifests of a chart, whether or not it wants to render by itself. */
export function* renderObjects(chart: Chart): Iterable<RenderedObject> {
  for (const object of apiObjectsOf(chart)) {
    yield { document: object.toJson(), construct: object };
  }
}

/** The documents as YAML text, in pieces: what `Yaml.stringify(...documents)` gives. */
export function* textsOf(objects: Iterable<RenderedObject>): Iterable<string> {
  let separator = '';
  for (const { document } of objects) {
    yield separator + yamlText(document);
    separator = '---\n';
  }
}
