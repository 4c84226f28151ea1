import {
  type Fields,
  fieldsOf,
  numberOf,
  objectsIn,
  optionalFields,
  textOf,
  textsIn,
} from '../../manifests/fields';

/** What a delegate's route says itself, and otherwise takes from the root's, each as a whole. (C5) */
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

/** The routes of a delegate as they stand in for the entry of the root that names it. (C3 to C5) */
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

/** Undefined where a match of the delegate fits none of the root's: the whole route is lost. (C4) */
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

function mergedMatch(root: Fields, match: Fields): Fields {
  const either = (field: string) => match[field] ?? root[field];
  const united = (field: string) => ({ ...fieldsOf(root[field]), ...fieldsOf(match[field]) });
  const isSet = (list: unknown) => Array.isArray(list) && list.length > 0;
  return {
    ...root,
    ...match,
    name: joinedName(root.name, match.name),
    uri: either('uri'),
    scheme: either('scheme'),
    method: either('method'),
    authority: either('authority'),
    port: numberOf(match.port) || numberOf(root.port) || undefined,
    headers: united('headers'),
    withoutHeaders: united('withoutHeaders'),
    queryParams: united('queryParams'),
    sourceLabels: united('sourceLabels'),
    sourceNamespace: textOf(match.sourceNamespace) || root.sourceNamespace,
    gateways: isSet(match.gateways) ? match.gateways : root.gateways,
    ignoreUriCase: root.ignoreUriCase === true || match.ignoreUriCase === true,
  };
}

function conflict(root: Fields, match: Fields): boolean {
  return (
    (root.ignoreUriCase === true) !== (match.ignoreUriCase === true) ||
    ['uri', 'scheme', 'method', 'authority'].some((field) => conflictOfTexts(root[field], match[field])) ||
    ['headers', 'withoutHeaders', 'queryParams'].some((field) => conflictOfMaps(root[field], match[field])) ||
    conflictOfPorts(root.port, match.port) ||
    conflictOfSources(root, match) ||
    conflictOfGateways(textsIn(root.gateways), textsIn(match.gateways))
  );
}

/** The delegate may only narrow what the root lets through. */
function conflictOfTexts(rootValue: unknown, value: unknown): boolean {
  const root = optionalFields(rootValue);
  const match = optionalFields(value);
  if (!root || !match) {
    return false;
  }
  if (textOf(root.exact) !== undefined) {
    return root.exact !== match.exact;
  }
  const prefix = textOf(root.prefix);
  const narrower = textOf(match.exact) ?? textOf(match.prefix);
  // Whatever has a regex, or asks for no more than presence, cannot be compared.
  return prefix === undefined || narrower === undefined || !narrower.startsWith(prefix);
}

function conflictOfMaps(rootMap: unknown, map: unknown): boolean {
  const root = fieldsOf(rootMap);
  return Object.entries(fieldsOf(map)).some(
    ([key, value]) => Object.hasOwn(root, key) && conflictOfTexts(root[key] ?? {}, value ?? {}),
  );
}

function conflictOfPorts(root: unknown, port: unknown): boolean {
  return Boolean(root) && Boolean(port) && root !== port;
}

function conflictOfSources(root: Fields, match: Fields): boolean {
  const labels = fieldsOf(root.sourceLabels);
  const differs = ([key, value]: [string, unknown]) => Object.hasOwn(labels, key) && labels[key] !== value;
  return (
    (Boolean(root.sourceNamespace) && root.sourceNamespace !== match.sourceNamespace) ||
    Object.entries(fieldsOf(match.sourceLabels)).some(differs)
  );
}

function conflictOfGateways(root: readonly string[], gateways: readonly string[]): boolean {
  return root.length > 0 && gateways.length > 0 && !gateways.every((name) => root.includes(name));
}

function joinedName(root: unknown, name: unknown): string | undefined {
  const both = [textOf(root), textOf(name)].filter((part) => part);
  return both.length > 0 ? both.join('-') : undefined;
}
