import type { Atom } from '../../algebra/atom';
import { type Cell, cellsOf } from '../../algebra/cells';
import { claimPathOf } from '../../algebra/claims';
import { literal } from '../../algebra/expressions';
import { Language } from '../../algebra/language';
import type { Field, Requirement } from '../../algebra/requirement';
import { isWildcard } from '../../istiod/hosts/host-matching';
import { HTTP_METHODS } from '../../istiod/http-methods';
import { lazily } from '../../manifests/collections';
import { textOf } from '../../manifests/fields';
import type { TraceRequest } from '../../routing';
import { claimAt } from '../../routing/policies/tokens/token';
import { claimsOf, SOME_CLIENT } from '../../routing/request/request';
import { addressCells, isInBlock } from './address-cells';
import type { Question } from './question';

/** A part of requests, and the values of it that some requirements tell apart. */
export interface Dimension {
  /** How to call the part: `path`, `header x-group`. */
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly atoms: readonly Atom[];
  /** The request with a value of the part. */
  with(request: TraceRequest, sample: string | undefined): TraceRequest;
  /** The place of the choice that a request has. */
  placeIn(request: TraceRequest): number;
}

/** Values that the requirements do not tell apart. */
export interface Choice {
  /** Some of the values, the most readable first; one that is undefined stands for requests without the part. */
  readonly samples: readonly (string | undefined)[];
  /** Whether the values are in each of the sets. */
  readonly truths: readonly boolean[];
}

/** The values of a part, and how requests carry them. */
interface Part {
  /** Whether requests may lack the part. */
  isOptional(question: Question): boolean;
  cells(atoms: readonly Atom[], question: Question): readonly Cell[];
  with(request: TraceRequest, name: string, sample: string): TraceRequest;
  valueIn(request: TraceRequest, name: string): string | undefined;
}

/**
 * The dimension of a part of the requests of a question.
 *
 * @throws Undecidable
 */
export function dimensionOf(
  { field, name }: Pick<Requirement, 'field' | 'name'>,
  atoms: readonly Atom[],
  question: Question,
): Dimension {
  const part = PARTS[field];
  const present: readonly Choice[] = part.cells(atoms, question);
  const absent: Choice = { samples: [undefined], truths: atoms.map(() => false) };
  const choices = part.isOptional(question) ? [absent, ...present] : present;
  return {
    name: name === '' ? field : `${field} ${claimPathOf(name).join('.')}`,
    choices,
    atoms,
    with: (request, sample) => (sample === undefined ? request : part.with(request, name, sample)),
    placeIn: (request) => placeOf(choices, atoms, part.valueIn(request, name)),
  };
}

/** The choice that has a value. */
function placeOf(choices: readonly Choice[], atoms: readonly Atom[], value: string | undefined): number {
  const truths = atoms.map((atom) => value !== undefined && isIn(atom, value)).join();
  return choices.findIndex(
    ({ samples: [sample], truths: own }) =>
      (sample === undefined) === (value === undefined) && own.join() === truths,
  );
}

function isIn(atom: Atom, value: string): boolean {
  return atom.isAddressBlock ? isInBlock(atom, value) : atom.language().has(value);
}

/** Paths as proxies match them: normalised, with only such escapes as stay escaped, and without segments of dots. (E8) */
const PATHS = { source: "\\/(?:[\\w.~!$&'()*+,;=:@\\/-]|%2[0-9A-CF])*" };
const DOTS = { source: '[^]*\\/\\.\\.?(?:\\/[^]*)?' };
const paths = lazily(() => Language.of(PATHS).without(Language.of(DOTS)));
/** Values of headers and claims: visible characters, with blanks between them. */
const VALUES = '(?:[!-~](?:[ -~]*[!-~])?)?';
/** Query parameters as URLs have them. */
const PARAMETERS = "(?:[\\w.~!$'()*,;:@\\/-]|%20)*";
/** The methods that clients send, the usual ones first. */
const METHODS = [...new Set(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', ...HTTP_METHODS])];

const always = () => true;
const never = () => false;

/** The address of a pod is only known if the request says it. */
function isInMesh({ from = 'gateway' }: Pick<TraceRequest, 'from'>): boolean {
  return from.startsWith('mesh:');
}

function defaultAddress(request: TraceRequest): string | undefined {
  return isInMesh(request) ? undefined : SOME_CLIENT;
}

const PARTS: Readonly<Record<Field, Part>> = {
  path: {
    isOptional: never,
    cells: (atoms) => cellsOf(paths(), atoms, ['/']),
    with: (request, _, path) => ({ ...request, url: request.url.replace(/\/$/, () => path) }),
    valueIn: ({ url }) => new URL(url).pathname,
  },
  method: {
    isOptional: never,
    cells: (atoms) => finiteCells(METHODS, atoms),
    with: (request, _, method) => (method === 'GET' ? request : { ...request, method }),
    valueIn: ({ method = 'GET' }) => method,
  },
  'host header': {
    isOptional: never,
    cells: hostCells,
    with: withHost,
    valueIn: ({ url, headers }) => textOf(headers?.host) ?? new URL(url).host,
  },
  header: {
    isOptional: always,
    cells: textCells(VALUES),
    with: withHeader,
    valueIn: ({ headers }, name) => textOf(headers?.[name]),
  },
  'query parameter': {
    isOptional: always,
    cells: textCells(PARAMETERS),
    with: (request, name, value) => {
      const { url } = request;
      return { ...request, url: `${url}${url.includes('?') ? '&' : '?'}${name}=${value}` };
    },
    valueIn: ({ url }, name) => new URL(url).searchParams.get(name) ?? undefined,
  },
  claim: {
    isOptional: always,
    cells: textCells(VALUES),
    with: (request, name, value) => ({
      ...request,
      claims: withClaim(claimsOf(request) ?? {}, claimPathOf(name), value),
    }),
    valueIn: (request, name) => textOf(claimAt(claimsOf(request) ?? {}, claimPathOf(name))),
  },
  'client address': {
    isOptional: isInMesh,
    cells: addressCells,
    with: (request, _, clientIp) =>
      clientIp === defaultAddress(request) ? request : { ...request, clientIp },
    valueIn: (request) => request.clientIp ?? defaultAddress(request),
  },
};

function textCells(values: string): (atoms: readonly Atom[]) => readonly Cell[] {
  return (atoms) => cellsOf(Language.of({ source: values }), atoms, ['any']);
}

const LABEL = '[a-z\\d](?:[a-z\\d-]*[a-z\\d])?';
const PORT = '(?::[1-9]\\d{0,4})?';
/** So many hosts of a cell are looked at for one that no object names. */
const MOST_NAMED = 10;

/** Host headers with and without a port. Hosts that have a question of their own are left out. */
function hostCells(atoms: readonly Atom[], { host, port, scheme, written, covers }: Question): Cell[] {
  const suffix = written === '*' ? '' : written.slice(1);
  const names = isWildcard(written) ? `${LABEL}(?:\\.${LABEL})*${literal(suffix)}` : literal(host);
  const own = new URL(`${scheme}://${host}:${port}`).host;
  return cellsOf(Language.of({ source: names + PORT }), atoms, [own, host]).flatMap(
    ({ language, truths, samples }) => {
      const isCovered = (text: string) => covers(text.replace(/:\d+$/, ''));
      const sample = samples.find(isCovered) ?? language.texts(MOST_NAMED).find(isCovered);
      return sample === undefined ? [] : [{ samples: [sample], truths, language }];
    },
  );
}

/** The name goes into the URL, too, since clients ask for it in the TLS handshake. */
function withHost(request: TraceRequest, _: string, header: string): TraceRequest {
  const name = header.replace(/:\d+$/, '');
  const url = request.url.replace(/^([a-z]+:\/\/)[^/:]*/, (__, scheme: string) => scheme + name);
  const sent = { ...request, url };
  return new URL(url).host === header ? sent : withHeader(sent, 'host', header);
}

/** The cells of a few values. The first value of a cell stands for the others. */
function finiteCells(values: readonly string[], atoms: readonly Atom[]): Cell[] {
  const languages = atoms.map((atom) => atom.language());
  const cells = new Map<string, Cell>();
  for (const sample of values) {
    const truths = languages.map((language) => language.has(sample));
    const key = truths.join();
    if (!cells.has(key)) {
      cells.set(key, { samples: [sample], truths });
    }
  }
  return [...cells.values()];
}

function withHeader(request: TraceRequest, name: string, value: string): TraceRequest {
  return { ...request, headers: { ...request.headers, [name]: value } };
}

function withClaim(
  claims: Readonly<Record<string, unknown>>,
  [name = '', ...rest]: readonly string[],
  value: string,
): Readonly<Record<string, unknown>> {
  const inner = claims[name];
  const nested = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  return { ...claims, [name]: rest.length === 0 ? value : withClaim(nested, rest, value) };
}
