import { textCondition, textOrPresence } from '../../istiod/match-string';
import { claimPath } from '../../istiod/virtual-services/claim-path';
import {
  STRING_FIELDS,
  STRING_MAP_FIELDS,
  type StringField,
  type StringMapField,
} from '../../istiod/virtual-services/http-match-request';
import { type Fields, fieldsOf, optionalFields } from '../../manifests/fields';
import { headerOf } from '../request/header-of';
import type { HttpRequest } from '../request/request';
import { claimOf } from './jwt-claims';

/** A condition that a request must meet to take a route. */
export interface Condition {
  /** `uri prefix "/api"`. */
  readonly text: string;
  holds(request: HttpRequest): boolean;
}

/** A match, ready to be compared with requests. All of its conditions must hold. (E1) */
export interface CompiledMatch {
  readonly conditions: readonly Condition[];
  /** How the path is matched, which decides what a rewrite replaces. (F6) */
  readonly path: { readonly kind: 'prefix' | 'exact' | 'regex'; readonly length: number };
  /** Whether istiod takes it for a match of every request. (E3) */
  readonly isCatchAll: boolean;
}

/** The match of a route without conditions: every path begins with a slash. */
export const MATCH_ALL: CompiledMatch = {
  conditions: [],
  path: { kind: 'prefix', length: 1 },
  isCatchAll: true,
};

/**
 * Compiles the fields of an HTTPMatchRequest that requests are compared with. (E4 to E9)
 *
 * @throws InvalidRegex
 */
export function compileMatch(match: Fields): CompiledMatch {
  const uri = optionalFields(match.uri);
  const path = uri && textCondition(uri, match.ignoreUriCase === true);
  const others: Condition[] = [];
  for (const field of PSEUDO_HEADERS) {
    const wanted = optionalFields(match[field]);
    if (wanted) {
      others.push(pseudoHeaderCondition(field, wanted));
    }
  }
  for (const field of STRING_MAP_FIELDS) {
    for (const [name, wanted] of Object.entries(fieldsOf(match[field]))) {
      others.push(MAP_CONDITIONS[field](name, fieldsOf(wanted)));
    }
  }
  const isWholeTree = !path || path.kind === 'present' || uri?.prefix === '/';
  const asked: readonly Condition[] =
    path && path.kind !== 'present'
      ? [{ text: `uri ${path.text}`, holds: (request: HttpRequest) => path.holds(request.path) }]
      : [];
  return {
    conditions: asked.concat(others),
    path:
      !path || path.kind === 'present'
        ? MATCH_ALL.path
        : { kind: path.kind, length: String(uri?.[path.kind]).length },
    isCatchAll: others.length === 0 && (isWholeTree || (path?.kind === 'regex' && uri?.regex === '.*')),
  };
}

/** The fields that are about one pseudo-header each. Envoy compares the path in its own way. */
type PseudoHeader = Exclude<StringField, 'uri'>;

const PSEUDO_HEADERS = STRING_FIELDS.filter((field) => field !== 'uri');

const PSEUDO_HEADER_VALUES: Readonly<Record<PseudoHeader, (request: HttpRequest) => string>> = {
  method: ({ method }) => method,
  scheme: ({ scheme }) => scheme,
  authority: ({ authority }) => authority,
};

/** Case matters, and so does a port in the authority. (E5) */
function pseudoHeaderCondition(field: PseudoHeader, wanted: Fields): Condition {
  const condition = textOrPresence(wanted);
  const read = PSEUDO_HEADER_VALUES[field];
  return { text: `${field} ${condition.text}`, holds: (request) => condition.holds(read(request)) };
}

/** The condition for one entry of a map. */
const MAP_CONDITIONS: Readonly<Record<StringMapField, (name: string, match: Fields) => Condition>> = {
  headers: (name, match) => headerOrClaimCondition(name, match, false),
  withoutHeaders: (name, match) => headerOrClaimCondition(name, match, true),
  queryParams: queryCondition,
};

function headerOrClaimCondition(name: string, match: Fields, isNegated: boolean): Condition {
  const claim = claimPath(name);
  return claim ? claimCondition(name, claim, match, isNegated) : headerCondition(name, match, isNegated);
}

/** A missing header does not match. In a negated condition, it counts as empty. (E6) */
function headerCondition(name: string, match: Fields, isNegated: boolean): Condition {
  const condition = textOrPresence(match);
  const key = name.toLowerCase();
  if (!isNegated) {
    const holds = (request: HttpRequest) => {
      const value = headerOf(request, key);
      return value !== undefined && condition.holds(value);
    };
    return { text: `header ${name} ${condition.text}`, holds };
  }
  const isPresence = condition.kind === 'present';
  return {
    text: `without header ${name} ${condition.text}`,
    holds: (request) => {
      const value = headerOf(request, key);
      return isPresence ? value === undefined : !condition.holds(value ?? '');
    },
  };
}

/** A claim that is missing, or that Envoy did not verify, meets no condition. (E9) */
function claimCondition(name: string, path: readonly string[], match: Fields, isNegated: boolean): Condition {
  const condition = textOrPresence(match);
  return {
    text: `${isNegated ? 'without' : 'claim'} ${name} ${condition.text}`,
    holds: (request) => claimOf(request.claims, path).some((value) => condition.holds(value)) !== isNegated,
  };
}

/** Names and values are compared as the URL has them. Of a repeated name, the first counts. (E7) */
function queryCondition(name: string, match: Fields): Condition {
  const condition = textOrPresence(match);
  return {
    text: `query parameter ${name} ${condition.text}`,
    holds: ({ query }) => {
      const given = queryParameter(query, name);
      return given !== undefined && condition.holds(given);
    },
  };
}

function queryParameter(query: string | undefined, name: string): string | undefined {
  if (!query) {
    return undefined;
  }
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if ((equals < 0 ? pair : pair.slice(0, equals)) === name) {
      return equals < 0 ? '' : pair.slice(equals + 1);
    }
  }
  return undefined;
}
