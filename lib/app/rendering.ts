import { ApiObject, Chart } from 'cdk8s';
import { topologicalOrder } from './topological-order';
import { yamlText } from './yaml-text';

/** The API objects of a chart, without those of charts in it, in the order in which they are written. */
export function apiObjectsOf(chart: Chart): ApiObject[] {
  return topologicalOrder(chart.node)
    .filter(ApiObject.isApiObject)
    .filter((object) => Chart.of(object) === chart);
}

/** The manifests of some charts, each rendered when it is asked for. */
export function* documentsOf(...charts: Chart[]): Iterable<unknown> {
  for (const chart of charts) {
    // Chart's own toJson() goes over the whole app again, which is what makes App slow.
    if (chart.toJson === Chart.prototype.toJson) {
      for (const object of apiObjectsOf(chart)) {
        yield object.toJson();
      }
    } else {
      yield* Object.values(chart.toJson());
    }
  }
}

/**
 * The documents as YAML text, in pieces: what `Yaml.stringify(...documents)` gives, with one document in memory at a
 * time.
 */
export function* textsOf(documents: Iterable<unknown>): Iterable<string> {
  let separator = '';
  let failure: { readonly error: unknown } | undefined;
  for (const document of documents) {
    // App renders all objects before it turns the first into text: what cannot be rendered is what it reports.
    if (failure === undefined) {
      try {
        yield separator + yamlText(document);
      } catch (error) {
        failure = { error };
      }
      separator = '---\n';
    }
  }
  if (failure !== undefined) {
    throw failure.error;
  }
}
