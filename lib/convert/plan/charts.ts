import { basename, dirname, join } from 'node:path';
import { groupedBy } from '../../manifests/collections';
import { STANDARD_INPUT } from '../../manifests/files';
import { isFilledText, isRecord, type Manifest } from '../../manifests/manifest';
import { camelCase, idOf, Names, wordsOf } from './names';

/** A chart of the app. */
export interface ChartPlan {
  /** The id of the chart, of which the name of its manifest file is made. */
  readonly id: string;
  /** The function that makes the chart. */
  readonly functionName: string;
  /** The namespace that all of its objects have; undefined if they have several, or if one of them has none. */
  readonly namespace: string | undefined;
  /** What the chart holds, in words. */
  readonly about: string;
  readonly manifests: readonly Manifest[];
}

/** So many objects make a file a subject of its own. */
const OBJECTS_OF_A_SUBJECT = 2;
const MOST_FILES = 40;

/**
 * A chart for each file, if files are what orders the input: each has the objects of one namespace, and there are some in each.
 * Otherwise a chart for each namespace, and one for what belongs to none.
 *
 * @param names gives the names of the functions
 */
export function plannedCharts(manifests: readonly Manifest[], names: Names): ChartPlan[] {
  const byFile = groupedBy(manifests, ({ origin }) => origin.file ?? STANDARD_INPUT);
  const files = [...byFile.values()];
  const isByFile =
    files.length > 1 &&
    files.length <= MOST_FILES &&
    manifests.length / files.length >= OBJECTS_OF_A_SUBJECT &&
    files.every((ofFile) => new Set(ofFile.map(writtenNamespace)).size === 1);
  const ids = new Names([]);
  const wordOf = wordsOfFiles([...byFile.keys()]);
  return isByFile
    ? [...byFile].map(([file, ofFile]) => planOf(wordOf(file), ofFile, names, ids))
    : [...groupedBy(manifests, groupOf)].map(([group, ofGroup]) =>
        planOf(group === '' ? wordOfRest(ofGroup) : namespaceWord(group), ofGroup, names, ids),
      );
}

interface ChartWords {
  readonly word: string;
  readonly about: string;
}

function namespaceWord(namespace: string): ChartWords {
  return { word: namespace, about: `The objects in the namespace ${namespace}.` };
}

function wordOfRest(manifests: readonly Manifest[]): ChartWords {
  return manifests.every(({ namespace }) => namespace === '')
    ? { word: 'cluster', about: 'The objects that belong to no namespace.' }
    : { word: 'mesh', about: 'The objects without a namespace of their own: kubectl apply decides it.' };
}

function planOf(
  { word, about }: ChartWords,
  manifests: readonly Manifest[],
  names: Names,
  ids: Names,
): ChartPlan {
  const words = wordsOf(word);
  const functionName = names.give(camelCase(words), camelCase([...words, 'chart']));
  const [namespace, ...others] = new Set(manifests.map(writtenNamespace));
  return {
    id: ids.give(idOf(words.join('-') || functionName)),
    functionName,
    namespace: others.length === 0 ? namespace : undefined,
    about,
    manifests,
  };
}

/** The namespace that an object says. */
export function writtenNamespace({ object, namespace }: Manifest): string | undefined {
  const { metadata } = object;
  const isClusterScoped = namespace === '';
  return !isClusterScoped && isRecord(metadata) && isFilledText(metadata.namespace)
    ? metadata.namespace
    : undefined;
}

/** Objects without a namespace, and those of the whole cluster, have a chart together, because a chart gives its namespace to all. */
function groupOf(manifest: Manifest): string {
  return writtenNamespace(manifest) ?? '';
}

/** What files are called: by their names, and those of one name by their folders as well. */
function wordsOfFiles(files: readonly string[]): (file: string) => ChartWords {
  const nameOf = (file: string) => (file === STANDARD_INPUT ? 'input' : withoutExtension(basename(file)));
  const alike = groupedBy(files, (file) => wordsOf(nameOf(file)).join(' '));
  return (file) => {
    const isAlone = alike.get(wordsOf(nameOf(file)).join(' '))?.length === 1;
    const path = isAlone ? basename(file) : join(basename(dirname(file)), basename(file));
    return { word: isAlone ? nameOf(file) : withoutExtension(path), about: `The objects of ${path}.` };
  };
}

function withoutExtension(path: string): string {
  return path.replace(/\.(ya?ml|json)$/, '');
}
