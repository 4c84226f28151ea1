import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct, Node } from 'constructs';

/**
 * Turns the dependencies between constructs into dependencies between charts and between API objects, as `App` does
 * before it writes. A chart depends on the charts in it, and on the charts of the constructs that its own constructs
 * depend on.
 *
 * @returns whether any chart depends on another
 * @throws Error if a construct depends on another one, and one of the two is not in a chart
 */
export function resolveDependencies(app: Node): boolean {
  const constructs = app.findAll();
  let hasDependentCharts = false;
  for (const chart of constructs.filter(Chart.isChart)) {
    for (const nested of chart.node.children.filter(Chart.isChart)) {
      chart.node.addDependency(nested);
      hasDependentCharts = true;
    }
  }
  for (const [source, target] of dependenciesAmong(constructs)) {
    const chart = Chart.of(source);
    const other = Chart.of(target);
    if (chart !== other) {
      chart.node.addDependency(other);
      hasDependentCharts = true;
    }
  }
  const objects = new ApiObjects();
  for (const [source, target] of dependenciesAmong(constructs)) {
    for (const dependency of objects.in(target)) {
      for (const dependent of objects.in(source)) {
        if (dependency !== dependent) {
          dependent.node.addDependency(dependency);
        }
      }
    }
  }
  return hasDependentCharts;
}

/** A copy of the dependencies, because the caller adds to them. */
function dependenciesAmong(constructs: IConstruct[]): [source: IConstruct, target: IConstruct][] {
  return constructs.flatMap((source) =>
    source.node.dependencies.map((target): [IConstruct, IConstruct] => [source, target]),
  );
}

/** The API objects in a construct and in its chart, looked up once. */
class ApiObjects {
  private readonly found = new Map<IConstruct, ApiObject[]>();

  in(construct: IConstruct): ApiObject[] {
    const known = this.found.get(construct);
    if (known !== undefined) {
      return known;
    }
    const objects: ApiObject[] = [];
    const collect = (child: IConstruct): void => {
      if (ApiObject.isApiObject(child)) {
        objects.push(child);
      }
      for (const grandchild of child.node.children) {
        if (!Chart.isChart(grandchild)) {
          collect(grandchild);
        }
      }
    };
    collect(construct);
    this.found.set(construct, objects);
    return objects;
  }
}
