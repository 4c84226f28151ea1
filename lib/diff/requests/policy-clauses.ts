import { type Atom, addressBlock, element, exactly, pathTemplate, policyValueAtom } from '../../algebra/atom';
import { claimName, ISSUER } from '../../algebra/claims';
import type { Field, Requirement } from '../../algebra/requirement';
import { type Fields, fieldsOf, objectsIn, textOrEmpty, textsIn } from '../../manifests/fields';
import { preflightRequirements } from './preflight';

/**
 * What the rules of an AuthorizationPolicy read of requests. Who the client is stands in the question itself.
 *
 * @throws Undecidable
 */
export function ruleRequirements(spec: unknown): Requirement[][] {
  return objectsIn(fieldsOf(spec).rules).flatMap((rule) => {
    const conditions = objectsIn(rule.when).flatMap(conditionRequirements);
    return alternatives(rule.from, 'source').flatMap((source) =>
      alternatives(rule.to, 'operation').map((operation) => [
        ...operationRequirements(operation),
        ...sourceRequirements(source),
        ...conditions,
      ]),
    );
  });
}

/**
 * What the rules of a RequestAuthentication read of tokens.
 *
 * @throws Undecidable
 */
export function tokenRequirements(spec: unknown): Requirement[][] {
  const rules = objectsIn(fieldsOf(spec).jwtRules).map((rule): Requirement[] => {
    const audiences = textsIn(rule.audiences).map((audience) => exactly(audience));
    return [
      { field: 'claim', name: ISSUER, atoms: [exactly(textOrEmpty(rule.issuer))], wants: 'any' },
      ...(audiences.length === 0
        ? []
        : [{ field: 'claim', name: 'aud', atoms: audiences, wants: 'any' } as const]),
      ...objectsIn(rule.outputClaimToHeaders).map(({ claim }) =>
        presence('claim', claimName(textOrEmpty(claim).split('.'))),
      ),
    ];
  });
  // Clients cannot forge the headers that proxies set by claims.
  const guarded = objectsIn(fieldsOf(spec).jwtRules)
    .flatMap(headersOfClaims)
    .map((name) => [presence('header', name)]);
  // Preflight requests need no token.
  return rules.length === 0 ? [] : [...rules, ...guarded, preflightRequirements()];
}

/** The headers that a proxy sets by the claims of a token, and takes away without one. (H2) */
export function headersOfClaims({ outputClaimToHeaders, outputPayloadToHeader }: Fields): string[] {
  return [
    ...objectsIn(outputClaimToHeaders).map(({ header }) => textOrEmpty(header)),
    textOrEmpty(outputPayloadToHeader),
  ]
    .filter((name) => name !== '')
    .map((name) => name.toLowerCase());
}

function presence(field: Field, name: string): Requirement {
  return { field, name, atoms: [], wants: 'any' };
}

/** The alternatives of `from` or `to`; one without any condition if there are none. */
function alternatives(list: unknown, field: 'source' | 'operation'): readonly Fields[] {
  const written = objectsIn(list).map((each) => fieldsOf(each[field]));
  return written.length === 0 ? [{}] : written;
}

function operationRequirements(operation: Fields): Requirement[] {
  return [
    ...fieldRequirements(operation, 'paths', { field: 'path', atomOf: pathTemplate }),
    ...fieldRequirements(operation, 'methods', { field: 'method' }),
    ...fieldRequirements(operation, 'hosts', {
      field: 'host header',
      atomOf: (value) => policyValueAtom(value, true),
    }),
  ];
}

const ADDRESS: Part = { field: 'client address', atomOf: addressBlock };

function sourceRequirements(source: Fields): Requirement[] {
  return [
    ...fieldRequirements(source, 'ipBlocks', ADDRESS),
    ...fieldRequirements(source, 'remoteIpBlocks', ADDRESS),
    ...principalRequirements(valuesOf(source, 'requestPrincipals')),
  ];
}

function conditionRequirements(condition: Fields): Requirement[] {
  const key = textOrEmpty(condition.key);
  if (key === 'request.auth.principal') {
    return principalRequirements(valuesOf(condition, 'values'));
  }
  const part = partRead(key);
  return part ? fieldRequirements(condition, 'values', part) : [];
}

/** The part of requests that a key of `when` is about; undefined for what is not part of a request. */
function partRead(key: string): Part | undefined {
  const [, kind = key, inBrackets = ''] = /^([^[]*)\[(.*)\]$/.exec(key) ?? [];
  switch (kind) {
    case 'source.ip':
    case 'remote.ip':
      return ADDRESS;
    case 'request.auth.audiences':
      return { field: 'claim', name: 'aud' };
    case 'request.auth.presenter':
      return { field: 'claim', name: 'azp' };
    case 'request.auth.claims':
      return { field: 'claim', name: inBrackets };
    case 'request.headers':
      return { field: 'header', name: inBrackets.toLowerCase() };
    case 'request.experimental.inline.headers':
      return { field: 'header', name: inBrackets.toLowerCase(), atomOf: element };
    default:
      return undefined;
  }
}

/** A part of requests that the values of a field are about. */
interface Part {
  readonly field: Field;
  readonly name?: string;
  /** The set of values that a value stands for; undefined if it stands for all. */
  readonly atomOf?: (value: string) => Atom | undefined;
}

/** What a field and its counterpart, which excludes values, want of a part. */
function fieldRequirements(fields: Fields, name: string, part: Part): Requirement[] {
  return [
    ...valueRequirements(textsIn(fields[name]), part, 'one'),
    ...valueRequirements(textsIn(fields[negated(name)]), part, 'none'),
  ];
}

function valueRequirements(
  values: readonly string[],
  { field, name = '', atomOf = policyValueAtom }: Part,
  wants: 'one' | 'none',
): Requirement[] {
  const atoms = values.map((value) => atomOf(value));
  const known = atoms.filter((atom) => atom !== undefined);
  // A value that stands for all values only asks for the part.
  return values.length === 0 ? [] : [{ field, name, atoms: known.length < atoms.length ? [] : known, wants }];
}

/** `ISSUER/SUBJECT`: the parts on both sides of the last slash are conditions on two claims. (H7) */
function principalRequirements(values: readonly string[]): Requirement[] {
  const atomsOf = (part: (value: string) => string) =>
    values.flatMap((value) => policyValueAtom(part(value)) ?? []);
  const issuers = atomsOf((value) => (value.includes('/') ? value.slice(0, value.lastIndexOf('/')) : value));
  const subjects = atomsOf((value) => value.slice(value.lastIndexOf('/') + 1));
  return values.length === 0
    ? []
    : [
        { field: 'claim', name: ISSUER, atoms: issuers, wants: 'any' },
        { field: 'claim', name: 'sub', atoms: subjects, wants: 'any' },
      ];
}

function valuesOf(fields: Fields, name: string): readonly string[] {
  return [...textsIn(fields[name]), ...textsIn(fields[negated(name)])];
}

function negated(name: string): string {
  return `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
