import { claimPath } from '../../istiod/virtual-services/claim-path';
import {
  STRING_FIELDS,
  STRING_MAP_FIELDS,
  type StringField,
  type StringMapField,
} from '../../istiod/virtual-services/http-match-request';
import type { VirtualService } from '../../istiod/virtual-services/virtual-services';
import { type Fields, fieldsOf, objectsIn, optionalFields, textOf, textsIn } from '../../manifests/fields';
import { type Atom, containing, exactly, stringMatchAtom } from '../texts/atom';
import { claimName } from './claims';
import type { Clause, Field, Requirement } from './clause';
import { preflightRequirements } from './preflight';

/** What a match of a route reads, or what the route does. */
export type RouteClause = Omit<Clause, 'isOfSender'>;

/**
 * What the HTTP routes of a VirtualService read of requests.
 *
 * @throws Undecidable
 */
export function routeClauses(virtualService: VirtualService): RouteClause[] {
  return virtualService.http.flatMap(({ route }, index) => {
    const matches = objectsIn(route.match);
    return [
      ...(matches.length === 0 ? [{}] : matches).map((match, place) => ({
        requirements: matchRequirements(match),
        route: { virtualService, index, match: { index: place, isWhole: isWhole(match) } },
      })),
      ...[...rewriteRequirements(route.rewrite), ...corsRequirements(optionalFields(route.corsPolicy))].map(
        (requirements) => ({ requirements, route: { virtualService, index } }),
      ),
    ];
  });
}

const READ: ReadonlySet<string> = new Set(['name', 'ignoreUriCase', ...STRING_FIELDS, ...STRING_MAP_FIELDS]);

/** Whether the requirements are all that a match asks for. Whether a claim has been proven depends on policies. */
function isWhole(match: Fields): boolean {
  return (
    Object.keys(match).every((field) => READ.has(field)) &&
    STRING_FIELDS.every((field) => match[field] === undefined || stringMatchAtom(fieldsOf(match[field]))) &&
    !Object.keys({ ...fieldsOf(match.headers), ...fieldsOf(match.withoutHeaders) }).some(claimPath)
  );
}

/** The scheme is part of the question, but a sidecar takes it from `x-forwarded-proto`. (W15) */
const FORWARDED_SCHEME: Requirement = {
  field: 'header',
  name: 'x-forwarded-proto',
  atoms: ['http', 'https'].map((text) => exactly(text)),
  wants: 'any',
};

const FIELDS: Readonly<Record<StringField, (atom: Atom) => Requirement>> = {
  uri: wantsOne('path'),
  method: wantsOne('method'),
  scheme: () => FORWARDED_SCHEME,
  authority: wantsOne('host header'),
};

function wantsOne(field: Field): (atom: Atom) => Requirement {
  return (atom) => ({ field, name: '', atoms: [atom], wants: 'one' });
}

/** Case matters only in the names of query parameters. */
const PARTS: Readonly<
  Record<StringMapField, (name: string) => Pick<Requirement, 'field' | 'name' | 'wants'>>
> = {
  headers: (name) => ({ ...headerOrClaim(name), wants: 'one' }),
  withoutHeaders: (name) => ({ ...headerOrClaim(name), wants: 'none' }),
  queryParams: (name) => ({ field: 'query parameter', name, wants: 'one' }),
};

function headerOrClaim(name: string): Pick<Requirement, 'field' | 'name'> {
  const claim = claimPath(name);
  return claim ? { field: 'claim', name: claimName(claim) } : { field: 'header', name: name.toLowerCase() };
}

function matchRequirements(match: Fields): Requirement[] {
  const requirements: Requirement[] = [];
  for (const field of STRING_FIELDS) {
    const wanted = optionalFields(match[field]);
    const atom = wanted && stringMatchAtom(wanted, field === 'uri' && match.ignoreUriCase === true);
    if (atom) {
      requirements.push(FIELDS[field](atom));
    }
  }
  for (const field of STRING_MAP_FIELDS) {
    for (const [name, wanted] of Object.entries(fieldsOf(match[field]))) {
      requirements.push({ ...PARTS[field](name), atoms: listOf(stringMatchAtom(fieldsOf(wanted))) });
    }
  }
  return requirements;
}

/** A rewrite by a regular expression changes only paths in which it finds something. (F6) */
function rewriteRequirements(rewrite: unknown): Requirement[][] {
  const regex = textOf(fieldsOf(fieldsOf(rewrite).uriRegexRewrite).match);
  return regex === undefined ? [] : [[{ field: 'path', name: '', atoms: [containing(regex)], wants: 'any' }]];
}

/** A proxy answers preflight requests itself. (F13) */
function corsRequirements(policy: Fields | undefined): Requirement[][] {
  if (!policy) {
    return [];
  }
  const origins = [
    ...objectsIn(policy.allowOrigins).flatMap((origin) => listOf(stringMatchAtom(origin))),
    ...textsIn(policy.allowOrigin).map((origin) => exactly(origin)),
  ];
  return [preflightRequirements(origins)];
}

function listOf(atom: Atom | undefined): readonly Atom[] {
  return atom ? [atom] : [];
}
