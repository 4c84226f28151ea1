import { type Atom, containing, distinctAtoms, exactly, onceReplaced } from '../../algebra/atom';
import { claimName } from '../../algebra/claims';
import { partOf, type Requirement } from '../../algebra/requirement';
import { Undecidable } from '../../algebra/undecidable';
import { matchesOf } from '../../istiod/virtual-services/http-match-request';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { type Fields, fieldsOf, objectsIn, textOf, textsIn } from '../../manifests/fields';
import { REQUEST_AUTHENTICATION } from '../../manifests/kinds';
import type { Clause } from './clause';
import { type RouteClause, routeClauses } from './match-clauses';
import { headersOfClaims, ruleRequirements, tokenRequirements } from './policy-clauses';
import type { Reader } from './readers';
import { isLikeHost, serverNamesAskedFor } from './server-names';

/** What objects read of the requests of a question. */
export interface Readings {
  readonly clauses: readonly Clause[];
  /** A number for each clause and each of its requirements. */
  readonly numbers: ReadonlyMap<Clause | Requirement, number>;
  /** The parts that each HTTP route changes, so that what follows reads other values than the sender's. */
  readonly changedBy: ReadonlyMap<VirtualService, readonly ReadonlySet<string>[]>;
  /** The headers that a proxy sets or removes when it has looked at a token, before anything else reads them. */
  readonly headersOfTokens: ReadonlySet<string>;
}

/**
 * What readers read of requests.
 *
 * @param isChained whether requests go by the routes of several proxies
 * @throws Undecidable
 */
export function readingsOf(readers: readonly Reader[], isChained: boolean): Readings {
  const routes = readers.flatMap((reader) => (reader.is === 'routes' ? [reader.virtualService] : []));
  const policies = readers.flatMap((reader) => (reader.is === 'policy' ? [reader] : []));
  const tokens = policies.filter(({ manifest }) => manifest.kind === REQUEST_AUTHENTICATION.kind);
  const rules = policies.filter(({ manifest }) => manifest.kind !== REQUEST_AUTHENTICATION.kind);
  const byRoutes = routes.flatMap(routeClauses).map((one) => ({ ...one, isOfSender: !isChained }));
  const byRules = rules.flatMap(({ manifest: { spec }, isAtDestination }) => {
    if (!isAtDestination) {
      assertServerNames(spec);
    }
    return ruleRequirements(spec).map((one) => clauseOf(one, !isAtDestination));
  });
  const byTokens = tokens
    .flatMap(({ manifest: { spec } }) => tokenRequirements(spec))
    .map((one) => clauseOf(one));
  const clauses = [...byRoutes, ...byRules, ...byTokens];
  const late = clauses.filter(({ isOfSender }) => !isOfSender).flatMap(({ requirements }) => requirements);
  const tokenSpecs = tokens.map(({ manifest: { spec } }) => spec);
  const asked = clauses.flatMap(({ requirements }) => requirements);
  const byTreatments = routes.flatMap((one) => [...rewrittenPaths(one, late), ...addedHeaders(one, late)]);
  const all = [
    ...clauses,
    ...byTreatments.map((one) => ({ ...one, isOfSender: !isChained })),
    ...claimsInHeaders(tokenSpecs, asked).map((one) => clauseOf(one)),
  ];
  const numbered = all.flatMap((clause) => [clause, ...clause.requirements]);
  return {
    clauses: all,
    numbers: new Map(numbered.map((one, number) => [one, number])),
    changedBy: new Map(routes.map((one) => [one, one.http.map(({ route }) => changedParts(route))])),
    headersOfTokens: headersOfTokens(tokenSpecs),
  };
}

/**
 * Server names of clients are told apart by the hosts that objects name. Those that sidecars send to each other say the
 * destination, so policies there need not be looked at.
 *
 * @throws Undecidable
 */
function assertServerNames(spec: unknown): void {
  const name = serverNamesAskedFor(spec).find((one) => one !== '*' && !isLikeHost(one));
  if (name !== undefined) {
    throw new Undecidable(
      `a policy asks for the TLS server names "${name}", which are not all names of a domain`,
    );
  }
}

function clauseOf(requirements: readonly Requirement[], isOfSender = true): Clause {
  return { requirements, isOfSender };
}

/** The paths that are what the late requirements ask for once a route has rewritten them. (F6) */
function rewrittenPaths(virtualService: VirtualService, late: readonly Requirement[]): RouteClause[] {
  const wanted = late.filter(({ field }) => field === 'path');
  const atoms = distinctAtoms(wanted.flatMap((one) => one.atoms));
  if (atoms.length === 0) {
    return [];
  }
  return virtualService.http.flatMap(({ route }, index) => {
    const { uri, uriRegexRewrite } = fieldsOf(route.rewrite);
    const regex = textOf(fieldsOf(uriRegexRewrite).match);
    if (regex !== undefined) {
      const found: Requirement = { field: 'path', name: '', atoms: [containing(regex)], wants: 'one' };
      const undecided = 'a policy asks for paths that a route rewrites by a regular expression';
      return [{ requirements: [found], route: { virtualService, index }, undecided }];
    }
    const replacement = textOf(uri);
    return replacement === undefined
      ? []
      : prefixesOf(route).map((prefix) => ({
          requirements: rewrittenTo(atoms, prefix, replacement),
          route: { virtualService, index },
        }));
  });
}

/** The prefixes that a rewrite replaces. Of other matches it replaces the whole path. */
function prefixesOf(route: Fields): readonly Atom[] {
  return matchesOf(route).flatMap(({ uri, ignoreUriCase }) => {
    const { prefix, exact, regex } = fieldsOf(uri);
    const text = textOf(prefix) ?? (exact === undefined && regex === undefined ? '/' : undefined);
    return text === undefined ? [] : [exactly(text, ignoreUriCase === true)];
  });
}

function rewrittenTo(atoms: readonly Atom[], prefix: Atom, replacement: string): Requirement[] {
  const rewritten = atoms.map((atom) => onceReplaced(atom, prefix, replacement));
  return [{ field: 'path', name: '', atoms: rewritten, wants: 'any' }];
}

/** Proxies put claims into headers, so what asks for these headers asks for the claims. (H2) */
function claimsInHeaders(tokens: readonly unknown[], late: readonly Requirement[]): Requirement[][] {
  return tokens
    .flatMap((spec) => objectsIn(fieldsOf(spec).jwtRules))
    .flatMap(({ outputClaimToHeaders }) => objectsIn(outputClaimToHeaders))
    .map(({ header, claim }): Requirement[] => {
      const name = (textOf(header) ?? '').toLowerCase();
      const asked = late.filter((one) => one.field === 'header' && one.name === name);
      const path = claimName((textOf(claim) ?? '').split('.'));
      return asked.map(({ atoms }) => ({ field: 'claim', name: path, atoms, wants: 'any' }));
    })
    .filter((requirements) => requirements.length > 0);
}

function changedParts({ rewrite, redirect, headers, route }: Fields): ReadonlySet<string> {
  const parts = new Set<string>();
  const { uri, uriRegexRewrite, authority } = fieldsOf(rewrite);
  if (uri !== undefined || uriRegexRewrite !== undefined || fieldsOf(redirect).uri !== undefined) {
    parts.add(partOf({ field: 'path', name: '' }));
  }
  if (authority !== undefined) {
    parts.add(partOf({ field: 'host header', name: '' }));
  }
  for (const operations of [headers, ...objectsIn(route).map((one) => one.headers)]) {
    const { set, add, remove } = fieldsOf(fieldsOf(operations).request);
    for (const name of [...Object.keys(fieldsOf(set)), ...Object.keys(fieldsOf(add)), ...textsIn(remove)]) {
      parts.add(partOf({ field: 'header', name: name.toLowerCase() }));
    }
  }
  return parts;
}

/** A proxy removes a token that it has accepted, and the headers that it sets by its claims. (H2) */
function headersOfTokens(tokens: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    tokens
      .flatMap((spec) => objectsIn(fieldsOf(spec).jwtRules))
      .flatMap((rule) => [
        ...headersOfClaims(rule),
        ...objectsIn(rule.fromHeaders).map(({ name }) => textOf(name) ?? ''),
        'authorization',
      ])
      .map((name) => partOf({ field: 'header', name: name.toLowerCase() })),
  );
}

/** Policies that ask for a header to which a route adds a value see both values. */
function addedHeaders(virtualService: VirtualService, late: readonly Requirement[]): RouteClause[] {
  const asked = new Set(late.flatMap(({ field, name }) => (field === 'header' ? [name] : [])));
  return virtualService.http.flatMap(({ route }, index) =>
    [route, ...objectsIn(route.route)]
      .flatMap(({ headers }) => Object.keys(fieldsOf(fieldsOf(fieldsOf(headers).request).add)))
      .filter((name) => asked.has(name.toLowerCase()))
      .map((name) => ({
        requirements: [],
        route: { virtualService, index },
        undecided: `a policy asks for header "${name}", to which a route adds a value`,
      })),
  );
}
