import {
  type Fields,
  fieldsOf,
  numberOf,
  objectsIn,
  optionalFields,
  textOf,
  textsIn,
} from '../../manifests/fields';
import { HTTP_MATCH_ENTRIES, type HttpMatchField, type HttpMatchFieldKind } from './http-match-request';

/** The fields that a delegate's route takes as a whole from the root's route if it does not have them. (C5) */
const INHERITED = [
  'rewrite',
  'directResponse',
  'timeout',
  'retries',
  'fault',
  'mirror',
  'mirrorPercent',
  'mirrorPercentage',
  'mirrors',
  'corsPolicy',
  'headers',
] as const;

/** The routes of a delegate that replace the route of the root that names it. (C3 to C5) */
export function delegated(root: Fields, routes: readonly Fields[]): { route: Fields; index: number }[] {
  return routes.flatMap((route, index) => {
    const match = mergedMatches(objectsIn(root.match), objectsIn(route.match));
    return match ? [{ route: { ...mergedRoute(root, route), match }, index }] : [];
  });
}

function mergedRoute(root: Fields, route: Fields): Fields {
  const inherited = INHERITED.filter((field) => route[field] === undefined && root[field] !== undefined);
  return {
    ...route,
    ...Object.fromEntries(inherited.map((field) => [field, root[field]])),
    name: joinedName(root.name, route.name),
    delegate: undefined,
  };
}

/** Undefined where a match of the delegate conflicts with all matches of the root: istiod drops the whole route. (C4) */
function mergedMatches(roots: readonly Fields[], matches: readonly Fields[]): Fields[] | undefined {
  if (roots.length === 0) {
    return [...matches];
  }
  if (matches.length === 0) {
    return [...roots];
  }
  const merged: Fields[] = [];
  for (const match of matches) {
    const fitting = roots.filter((root) => !conflict(root, match));
    if (fitting.length === 0) {
      return undefined;
    }
    merged.push(...fitting.map((root) => mergedMatch(root, match)));
  }
  return merged;
}

type Merge = (root: unknown, delegate: unknown) => unknown;

const delegateFirst: Merge = (root, delegate) => delegate ?? root;
const united: Merge = (root, delegate) => ({ ...fieldsOf(root), ...fieldsOf(delegate) });

/** The value of a field in the merged match. (C4) */
const MERGED: Readonly<Record<HttpMatchField, Merge>> = {
  uri: delegateFirst,
  method: delegateFirst,
  scheme: delegateFirst,
  authority: delegateFirst,
  headers: united,
  withoutHeaders: united,
  queryParams: united,
  port: (root, delegate) => numberOf(delegate) || numberOf(root) || undefined,
  sourceLabels: united,
  sourceNamespace: (root, delegate) => textOf(delegate) || root,
  gateways: (root, delegate) => (Array.isArray(delegate) && delegate.length > 0 ? delegate : root),
  ignoreUriCase: (root, delegate) => root === true || delegate === true,
  name: joinedName,
  statPrefix: delegateFirst,
};

function mergedMatch(root: Fields, match: Fields): Fields {
  return Object.fromEntries(
    HTTP_MATCH_ENTRIES.map(([field]) => [field, MERGED[field](root[field], match[field])]),
  );
}

/** Whether the values of a field of the root and of the delegate conflict, as far as istiod compares them. (C4) */
const CONFLICTS: Readonly<Record<HttpMatchFieldKind, (root: unknown, delegate: unknown) => boolean>> = {
  'string match': conflictOfTexts,
  'map of string matches': conflictOfMaps,
  port: (root, delegate) => Boolean(root) && Boolean(delegate) && root !== delegate,
  labels: conflictOfLabels,
  namespace: (root, delegate) => Boolean(root) && root !== delegate,
  gateways: conflictOfGateways,
  flag: (root, delegate) => (root === true) !== (delegate === true),
  name: () => false,
};

function conflict(root: Fields, match: Fields): boolean {
  return HTTP_MATCH_ENTRIES.some(([field, kind]) => CONFLICTS[kind](root[field], match[field]));
}

/** The delegate may only narrow the match of the root. For istiod, an empty text is not there. (C4, W12) */
function conflictOfTexts(rootValue: unknown, value: unknown): boolean {
  const root = optionalFields(rootValue);
  const match = optionalFields(value);
  if (!root || !match) {
    return false;
  }
  const exact = textOf(root.exact) || undefined;
  if (exact !== undefined) {
    return exact !== match.exact;
  }
  const prefix = textOf(root.prefix) || undefined;
  const narrower = textOf(match.exact) || textOf(match.prefix);
  // istiod does not compare regular expressions and conditions that only ask for presence.
  return prefix === undefined || !narrower?.startsWith(prefix);
}

function conflictOfMaps(rootMap: unknown, map: unknown): boolean {
  const root = fieldsOf(rootMap);
  return Object.entries(fieldsOf(map)).some(
    ([key, value]) => Object.hasOwn(root, key) && conflictOfTexts(root[key] ?? {}, value ?? {}),
  );
}

function conflictOfLabels(rootLabels: unknown, labels: unknown): boolean {
  const root = fieldsOf(rootLabels);
  return Object.entries(fieldsOf(labels)).some(
    ([key, value]) => Object.hasOwn(root, key) && root[key] !== value,
  );
}

function conflictOfGateways(rootGateways: unknown, gateways: unknown): boolean {
  const [root, names] = [textsIn(rootGateways), textsIn(gateways)];
  return root.length > 0 && names.length > 0 && !names.every((name) => root.includes(name));
}

function joinedName(root: unknown, name: unknown): string | undefined {
  const both = [textOf(root), textOf(name)].filter((part) => part);
  return both.length > 0 ? both.join('-') : undefined;
}
