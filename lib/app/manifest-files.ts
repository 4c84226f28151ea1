import { type ApiObject, type App, type Chart, Names, YamlOutputType } from 'cdk8s';
import { type RenderedObject, renderChart, renderObjects, textsOf } from './rendering';
import type { StagedFolder } from './staged-folder';

/** The manifests of charts, in the order in which they are written. */
export type RenderedCharts = ReadonlyMap<Chart, readonly RenderedObject[]>;

/**
 * Renders the charts of an app as its way of dividing them into files wants it.
 *
 * @param beforeFailing gets what has been rendered when something cannot be: App writes each file before it renders
 *   what is in the next, so that what is wrong with the first of them is what it reports
 */
export function renderCharts(
  charts: readonly Chart[],
  { yamlOutputType }: App,
  beforeFailing: (rendered: RenderedCharts) => void,
): RenderedCharts {
  // One that cdk8s does not know, which App writes nothing for.
  if (YamlOutputType[yamlOutputType] === undefined) {
    return new Map();
  }
  const isByObject = yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  const rendered = new Map<Chart, RenderedObject[]>();
  try {
    for (const chart of charts) {
      if (isByObject) {
        const objects: RenderedObject[] = [];
        rendered.set(chart, objects);
        for (const object of renderObjects(chart)) {
          objects.push(object);
        }
      } else {
        rendered.set(chart, renderChart(chart));
      }
    }
  } catch (error) {
    if (yamlOutputType !== YamlOutputType.FILE_PER_APP) {
      beforeFailing(rendered);
    }
    throw error;
  }
  return rendered;
}

/**
 * Adds the manifests of some charts to a folder, divided into files as the app says. Of two files with the same name,
 * the later one stays.
 *
 * @param isIndexed whether the names of charts begin with a number, because their order matters
 */
export function addManifests(
  output: StagedFolder,
  charts: RenderedCharts,
  isIndexed: boolean,
  { yamlOutputType, outputFileExtension }: App,
): void {
  const add = (name: string, objects: Iterable<RenderedObject>): void =>
    output.addFile(name + outputFileExtension, textsOf(objects));
  const nameOf = (chart: Chart, index: number): string =>
    (isIndexed ? `${index.toString().padStart(4, '0')}-` : '') + Names.toDnsLabel(chart);

  switch (yamlOutputType) {
    case YamlOutputType.FILE_PER_APP:
      if (charts.size > 0) {
        add('app', [...charts.values()].flat());
      }
      break;
    case YamlOutputType.FILE_PER_CHART:
      for (const [index, [chart, objects]] of [...charts].entries()) {
        add(nameOf(chart, index), objects);
      }
      break;
    case YamlOutputType.FILE_PER_RESOURCE:
      for (const object of [...charts.values()].flat()) {
        if (object.document !== undefined) {
          add(resourceName(object.document as Named), [object]);
        }
      }
      break;
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      for (const [index, [chart, objects]] of [...charts].entries()) {
        const folder = nameOf(chart, index);
        output.addFolder(folder);
        for (const object of objects) {
          add(`${folder}/${resourceName(object.construct as ApiObject)}`, [object]);
        }
      }
      break;
    default:
      // A type that cdk8s adds does not compile here. For one that it does not know, App writes nothing.
      yamlOutputType satisfies never;
  }
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name?: string | undefined };
}

function resourceName({ kind, metadata }: Named): string {
  return `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
