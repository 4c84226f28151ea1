import { claimPath } from '../istiod/virtual-services/claim-path';
import {
  fieldsOfKinds,
  STRING_FIELDS,
  STRING_MAP_FIELDS,
  type StringField,
  type StringMapField,
} from '../istiod/virtual-services/http-match-request';
import { type Fields, fieldsOf, optionalFields } from '../manifests/fields';
import { type Atom, exactly, stringMatchAtom } from './atom';
import { claimName } from './claims';
import type { Field, Requirement } from './requirement';

const READ: ReadonlySet<string> = new Set([
  ...fieldsOfKinds('flag', 'name'),
  ...STRING_FIELDS,
  ...STRING_MAP_FIELDS,
]);

/**
 * Whether the requirements are all that a match asks for. Whether a claim has been proven depends on policies.
 *
 * @throws Undecidable
 */
export function isWhole(match: Fields): boolean {
  const { headers, withoutHeaders } = match;
  return (
    Object.entries(match).every(([field, value]) => value === undefined || READ.has(field)) &&
    STRING_FIELDS.every((field) => match[field] === undefined || stringMatchAtom(fieldsOf(match[field]))) &&
    !Object.keys({ ...fieldsOf(headers), ...fieldsOf(withoutHeaders) }).some(claimPath)
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

/**
 * What a match asks of the parts of requests.
 *
 * @throws Undecidable
 */
export function matchRequirements(match: Fields): Requirement[] {
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
      const atoms = atomsOf(fieldsOf(wanted));
      // A missing header counts as empty. (E6)
      const missingIsUnwanted = field === 'withoutHeaders' && atoms.some((atom) => atom.language().has(''));
      requirements.push({ ...PARTS[field](name), atoms, missingIsUnwanted });
    }
  }
  return requirements;
}

/** The sets of a StringMatch: none where it holds for every text. */
export function atomsOf(match: Fields): readonly Atom[] {
  const atom = stringMatchAtom(match);
  return atom ? [atom] : [];
}
