import { type App, type Chart, Names, YamlOutputType } from 'cdk8s';
import { apiObjectsOf, documentsOf, textsOf } from './rendering';
import type { StagedFolder } from './staged-folder';

/**
 * Adds the manifests of some charts to a folder, divided into files as the app says. Of two files with the same name,
 * the later one stays.
 *
 * @param isIndexed whether the names of charts begin with a number, because their order matters
 */
export function addManifests(
  output: StagedFolder,
  charts: readonly Chart[],
  isIndexed: boolean,
  { yamlOutputType, outputFileExtension }: App,
): void {
  const add = (name: string, documents: Iterable<unknown>): void =>
    output.addFile(name + outputFileExtension, textsOf(documents));
  const nameOf = (chart: Chart, index: number): string =>
    (isIndexed ? `${index.toString().padStart(4, '0')}-` : '') + Names.toDnsLabel(chart);

  switch (yamlOutputType) {
    case YamlOutputType.FILE_PER_APP:
      if (charts.length > 0) {
        add('app', documentsOf(...charts));
      }
      break;
    case YamlOutputType.FILE_PER_CHART:
      for (const [index, chart] of charts.entries()) {
        add(nameOf(chart, index), documentsOf(chart));
      }
      break;
    case YamlOutputType.FILE_PER_RESOURCE:
      for (const chart of charts) {
        for (const document of [...documentsOf(chart)] as (Manifest | undefined)[]) {
          if (document !== undefined) {
            add(resourceName(document), [document]);
          }
        }
      }
      break;
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      for (const [index, chart] of charts.entries()) {
        const folder = nameOf(chart, index);
        output.addFolder(folder);
        for (const object of apiObjectsOf(chart)) {
          add(`${folder}/${resourceName(object)}`, [object.toJson()]);
        }
      }
      break;
    default:
      // A type that cdk8s adds does not compile here. For one that it does not know, App writes nothing.
      yamlOutputType satisfies never;
  }
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name?: string };
}

function resourceName({ kind, metadata }: Manifest): string {
  return `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
