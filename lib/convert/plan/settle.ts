import { memoized } from '../../manifests/collections';
import type { Manifest } from '../../manifests/manifest';
import type { Libraries } from '../libraries';
import { isOfIstio, objectCode, patchCode, waysOf } from '../objects/object-code';
import { codesIn } from '../proof/mistakes';
import { type TrialMesh, tryOut } from '../proof/trial';
import type { OutsideObject } from '../references';
import { plannedCharts } from './charts';
import type { Entry } from './entry';
import { type Desk, EntryReferences, Lookup } from './lookup';
import { camelCase, idOf, Names, variablesFor, wordsFor, wordsOf } from './names';
import { type Order, orderOf } from './order';

/** A plan by which every object comes out as it was read, as far as a trial could tell. */
export interface Settled {
  readonly order: Order;
  /** What is wrong with the objects, and the codes that the app must therefore ignore. */
  readonly mistakes: readonly string[];
}

/** What a plan is made with. */
export interface SettleOptions {
  /** Secrets that are not part of the app. */
  readonly secrets: readonly Manifest[];
  readonly mesh: TrialMesh;
  readonly libraries: Libraries;
}

/**
 * Finds the best way to make each object. Each round makes all objects as they are planned; what fails or comes out otherwise is
 * made in the next best way, and the objects that refer to it are made anew.
 */
export function settle(manifests: readonly Manifest[], { secrets, mesh, libraries }: SettleOptions): Settled {
  const names = new Names();
  const entries = entriesOf(manifests, names).filter(({ manifest }) => !secrets.includes(manifest));
  const forbidden = new Map<Entry, Set<Entry>>();
  const desk: Desk = {
    lookup: new Lookup(entries, secrets),
    all: entries.map(({ manifest }) => manifest),
    hasPlus: libraries.typesOfKubernetes() !== undefined,
    mayName: (from, to) => !forbidden.get(from)?.has(to),
    nameOutside: namesOfOutsiders(names),
  };
  const mistakes = new Set<string>();
  for (;;) {
    for (const entry of entries) {
      write(entry, desk, libraries);
    }
    const order = orderOf(entries);
    if (order.broken.length > 0) {
      for (const [from, to] of order.broken) {
        forbidden.set(from, (forbidden.get(from) ?? new Set()).add(to));
      }
      continue;
    }
    const ignore = [...mesh.ignore, ...[...mistakes].flatMap(codesIn)];
    const trial = tryOut(order, libraries, { ...mesh, ignore });
    // Plain data have no other way. Whatever is wrong with them, the proof tells.
    const lowered = [...trial.failures].filter(([{ ways }]) => ways.length > 1);
    for (const [entry, why] of lowered) {
      entry.lowered.push(why);
      entry.ways = entry.ways.slice(1);
    }
    const news = trial.mistakes.filter((mistake) => !mistakes.has(mistake));
    for (const mistake of news) {
      mistakes.add(mistake);
    }
    if (lowered.length + news.length === 0) {
      return { order, mistakes: [...mistakes] };
    }
  }
}

function entriesOf(manifests: readonly Manifest[], names: Names): Entry[] {
  const ids = new Map<string, Names>();
  return plannedCharts(manifests, names).flatMap((chart) =>
    chart.manifests.map((manifest): Entry => {
      const variable = names.give(...variablesFor(manifest));
      const inChart = ids.get(chart.id) ?? new Names([]);
      ids.set(chart.id, inChart);
      return {
        manifest,
        isOfIstio: isOfIstio(manifest),
        chart,
        variable,
        id: inChart.give(idOf(variable)),
        ways: waysOf(manifest),
        lowered: [],
        code: undefined,
        className: '',
        patch: undefined,
        outside: [],
      };
    }),
  );
}

/** Writes the code of an object in the best way that is left. */
function write(entry: Entry, desk: Desk, libraries: Libraries): void {
  const { manifest, id, chart } = entry;
  for (const way of entry.ways) {
    const references = new EntryReferences(entry, desk);
    const made = objectCode(manifest, way, { id, namespace: chart.namespace, references, libraries });
    entry.className = made.className;
    if ('code' in made) {
      entry.code = made.code;
      entry.patch = patchCode(entry.variable, made.className, made.patches ?? []);
      entry.outside = references.outsiders;
      return;
    }
    entry.lowered.push({ className: made.className, field: made.unsaid });
    entry.ways = entry.ways.slice(1);
  }
}

/** Each object outside of the input has one name, however often it is asked for. */
function namesOfOutsiders(names: Names): Desk['nameOutside'] {
  return memoized(
    (key: string, _object: OutsideObject) => key,
    (_key, { kind, name, namespace }) => {
      const words = wordsFor(kind, name);
      const variable = names.give(camelCase(words), camelCase([...wordsOf(namespace ?? ''), ...words]));
      return { variable, id: idOf(variable) };
    },
  );
}
