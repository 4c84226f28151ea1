import { type ApiObject, type App, type Chart, Names, YamlOutputType } from 'cdk8s';
import { type RenderedObject, renderChart, renderObjects, textsOf } from './render-charts';
import type { StagedFolder } from './staged-folder';

/** The manifests of each chart, in the order in which they are written. */
export type RenderedCharts = ReadonlyMap<Chart, readonly RenderedObject[]>;

/**
 * Renders the charts of an app, in the way that its `yamlOutputType` requires.
 *
 * @param beforeFailing is called with what was rendered before an object could not be rendered. App writes each file
 *   before it renders the next one, so it reports the problem of the first file
 */
export function renderCharts(
  charts: readonly Chart[],
  { yamlOutputType }: App,
  beforeFailing: (rendered: RenderedCharts) => void,
): RenderedCharts {
  // For a type that cdk8s does not know, App writes nothing.
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
 * Adds the manifests of charts to a folder, in the files that the `yamlOutputType` of the app requires. If two files
 * have the same name, the later one stays.
 *
 * @param isIndexed whether the names of the files begin with a number, because the order of the charts matters
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
      // If cdk8s adds a type, this line does not compile. For a type that cdk8s does not know, App writes nothing.
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
