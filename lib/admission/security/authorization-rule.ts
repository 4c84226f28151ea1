import type {
  AuthorizationPolicySpecAction,
  AuthorizationPolicySpecRules,
  AuthorizationPolicySpecRulesFromSource,
  AuthorizationPolicySpecRulesToOperation,
  AuthorizationPolicySpecRulesWhen,
} from '../../../imports/security.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import { isHeaderName } from '../values/header-names';
import { subnetProblems } from '../values/ports-and-subnets';
import {
  authorizedHostProblems,
  authorizedMethodProblems,
  authorizedPathProblems,
  authorizedPortProblems,
  namespacePatternProblems,
  principalProblems,
  requestPrincipalProblems,
  serviceAccountProblems,
  trustDomainProblems,
  type ValueCheck,
  wildcardProblems,
} from './authorization-values';

export type AuthorizationAction = `${AuthorizationPolicySpecAction}`;

/** The limits of the CRD. */
const MAX_SOURCES = 512;
const MAX_SERVICE_ACCOUNTS = 16;

const SOURCE_CHECKS = {
  principals: principalProblems,
  notPrincipals: principalProblems,
  serviceAccounts: serviceAccountProblems,
  notServiceAccounts: serviceAccountProblems,
  namespaces: namespacePatternProblems,
  notNamespaces: namespacePatternProblems,
  trustDomains: trustDomainProblems,
  notTrustDomains: trustDomainProblems,
  requestPrincipals: requestPrincipalProblems,
  notRequestPrincipals: requestPrincipalProblems,
  ipBlocks: subnetProblems,
  notIpBlocks: subnetProblems,
  remoteIpBlocks: subnetProblems,
  notRemoteIpBlocks: subnetProblems,
} as const satisfies Record<keyof AuthorizationPolicySpecRulesFromSource, ValueCheck>;

const OPERATION_CHECKS = {
  hosts: authorizedHostProblems,
  notHosts: authorizedHostProblems,
  methods: authorizedMethodProblems,
  notMethods: authorizedMethodProblems,
  paths: authorizedPathProblems,
  notPaths: authorizedPathProblems,
  ports: authorizedPortProblems,
  notPorts: authorizedPortProblems,
} as const satisfies Record<keyof AuthorizationPolicySpecRulesToOperation, ValueCheck>;

const anyText: ValueCheck = () => NO_PROBLEMS;

/** The attributes for `when`. Any text is a value of a header, a claim or metadata. */
const ATTRIBUTE_CHECKS: ReadonlyMap<string, ValueCheck> = new Map([
  ['source.ip', subnetProblems],
  ['remote.ip', subnetProblems],
  ['source.namespace', namespacePatternProblems],
  ['source.principal', principalProblems],
  ['source.serviceAccount', serviceAccountProblems],
  ['source.trustDomain', trustDomainProblems],
  ['request.auth.principal', requestPrincipalProblems],
  ['request.auth.audiences', anyText],
  ['request.auth.presenter', anyText],
  ['destination.ip', subnetProblems],
  ['destination.port', authorizedPortProblems],
  ['connection.sni', wildcardProblems],
]);
const HEADER = /^request\.headers\[(:?)([^[\]]+)\]$/;
const CLAIM = /^request\.auth\.claims(\[[^[\]]+\])+$/;
const INLINE_HEADER = /^request\.experimental\.inline\.headers\[[^[\]]+\]$/;
const ADMITTED_PREFIX =
  /^(request\.headers|request\.experimental\.inline\.headers|request\.auth\.claims|experimental\.envoy\.filters\.)/;
const FILTER = /^experimental\.envoy\.filters\.[^[\]]+\[[^[\]]+\]$/;

/** Envoy learns these from mutual TLS and from tokens, which it verifies after CUSTOM. */
const UNKNOWN_TO_CUSTOM = /^(not)?(principals|serviceAccounts|namespaces|trustDomains|requestPrincipals)$/i;
const KEYS_UNKNOWN_TO_CUSTOM = /^(source\.(namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/;

/** What a list without entries means. */
const EMPTY_LISTS = {
  from: 'matches requests from everywhere',
  to: 'matches all operations',
  when: 'has no conditions',
} as const;

export function* validateAuthorizationRule(
  field: FieldPath,
  { from, to, when }: AuthorizationPolicySpecRules,
  action: AuthorizationAction,
): Iterable<Problem> {
  for (const [name, entries] of Object.entries({ from, to, when })) {
    if (entries?.length === 0) {
      const effect = EMPTY_LISTS[name as keyof typeof EMPTY_LISTS];
      const message = `is empty, so the rule ${effect}; add an entry, or remove it`;
      yield { field: [...field, name], message, type: NO_EFFECT };
    }
  }
  if (from && from.length > MAX_SOURCES) {
    const message = `has ${from.length} sources; Istio allows at most ${MAX_SOURCES}`;
    yield { field: [...field, 'from'], message };
  }
  for (const [i, { source = {} }] of (from ?? []).entries()) {
    yield* validateSource([...field, 'from', i, 'source'], source, action);
  }
  for (const [i, { operation = {} }] of (to ?? []).entries()) {
    yield* validateLists([...field, 'to', i, 'operation'], operation, OPERATION_CHECKS);
  }
  for (const [i, condition] of (when ?? []).entries()) {
    yield* validateCondition([...field, 'when', i], condition, action);
  }
  if (action === 'DENY' && deniesTcp(from, to)) {
    const message =
      'also denies all TCP traffic, because TCP requests have no HTTP fields to match; set ports in "to"';
    yield { field, message, type: WARNED };
  }
}

/** The fields of a source that istiod knows to work without HTTP. */
const SOURCES_OF_TCP = Object.keys(SOURCE_CHECKS).filter(
  (name) => !/^(not)?(requestPrincipals|trustDomains)$/i.test(name),
);

/** Whether a rule to deny has HTTP conditions only: for TCP, Envoy applies it without those conditions. (H5) */
function deniesTcp(
  from: AuthorizationPolicySpecRules['from'] = [],
  to: AuthorizationPolicySpecRules['to'] = [],
): boolean {
  const namesIn = (entries: readonly (object | undefined)[]) =>
    entries.flatMap((entry) => Object.keys(entry ?? {}));
  if (to.length > 0) {
    return !namesIn(to.map(({ operation }) => operation)).some((name) => /^(not)?ports$/i.test(name));
  }
  const sources = namesIn(from.map(({ source }) => source));
  return from.length > 0 && !sources.some((name) => SOURCES_OF_TCP.includes(name));
}

function* validateSource(
  field: FieldPath,
  source: AuthorizationPolicySpecRulesFromSource,
  action: AuthorizationAction,
): Iterable<Problem> {
  yield* validateLists(field, source, SOURCE_CHECKS);
  const [accounts] = presentLists(source, ['serviceAccounts', 'notServiceAccounts']);
  const [other] = presentLists(source, ['principals', 'notPrincipals', 'namespaces', 'notNamespaces']);
  if (accounts && other) {
    yield {
      field: [...field, accounts],
      message: `cannot be used with ${other}; write two sources, or keep one of them`,
      type: source[accounts]?.length && source[other]?.length ? REFUSED : IGNORED_FIELD,
    };
  }
  for (const name of ['serviceAccounts', 'notServiceAccounts'] as const) {
    const count = source[name]?.length ?? 0;
    if (count > MAX_SERVICE_ACCOUNTS) {
      const message = `has ${count} names, and Istio allows at most ${MAX_SERVICE_ACCOUNTS}; use principals`;
      yield { field: [...field, name], message };
    }
  }
  if (action === 'CUSTOM') {
    for (const [name, values] of Object.entries(source)) {
      if (UNKNOWN_TO_CUSTOM.test(name) && values.length > 0) {
        yield unknownToCustom([...field, name]);
      }
    }
  }
}

function* validateCondition(
  field: FieldPath,
  { key = '', values, notValues }: AuthorizationPolicySpecRulesWhen,
  action: AuthorizationAction,
): Iterable<Problem> {
  const check = attributeCheck(key);
  if (!check) {
    const known = [...ATTRIBUTE_CHECKS.keys(), 'request.headers[NAME]', 'request.auth.claims[NAME]'];
    const message = `"${key}" is not an attribute; use one of ${known.join(', ')}`;
    yield { field: [...field, 'key'], message, type: isAdmittedKey(key) ? UNUSABLE_VALUE : REFUSED };
  }
  const checks = { values: check ?? anyText, notValues: check ?? anyText };
  yield* validateLists(field, { values, notValues }, checks);
  if (action === 'CUSTOM' && KEYS_UNKNOWN_TO_CUSTOM.test(key)) {
    yield unknownToCustom([...field, 'key']);
  }
}

function attributeCheck(key: string): ValueCheck | undefined {
  const [, colon, header] = HEADER.exec(key) ?? [];
  if (
    (header && (colon || isHeaderName(header))) ||
    [CLAIM, INLINE_HEADER, FILTER].some((form) => form.test(key))
  ) {
    return anyText;
  }
  return ATTRIBUTE_CHECKS.get(key);
}

/** Whether istiod, which does not look into the brackets, takes the key for an attribute. */
function isAdmittedKey(key: string): boolean {
  const open = key.indexOf('[');
  return ADMITTED_PREFIX.test(key) && key.endsWith(']') && open > 0 && open < key.length - 2;
}

/** Lists of values, of which at least one must be there. No list and no value may be empty. */
function* validateLists<Name extends string>(
  field: FieldPath,
  lists: Readonly<Partial<Record<Name, readonly string[]>>>,
  checks: Readonly<Record<Name, ValueCheck>>,
): Iterable<Problem> {
  const names = Object.keys(checks) as Name[];
  const isVoid = names.every((name) => !lists[name]?.length);
  if (names.every((name) => lists[name] === undefined)) {
    yield { field, message: `has no conditions; set one of ${names.join(', ')}` };
  }
  for (const name of names) {
    if (lists[name]?.length === 0) {
      const message = 'is empty; add a value, or remove it for no condition';
      yield { field: [...field, name], message, type: isVoid ? REFUSED : NO_EFFECT };
    }
    for (const [i, value] of (lists[name] ?? []).entries()) {
      const at = [...field, name, i];
      if (value === '') {
        yield { field: at, message: 'is empty; remove it, or write "*" for any value' };
      } else {
        yield* checks[name](at, value);
      }
    }
  }
}

type SourceName = keyof AuthorizationPolicySpecRulesFromSource;

/** The names of the lists that are there. Lists with values come first. */
function presentLists(
  source: AuthorizationPolicySpecRulesFromSource,
  names: readonly SourceName[],
): SourceName[] {
  const present = names.filter((name) => source[name] !== undefined);
  return [
    ...present.filter((name) => source[name]?.length),
    ...present.filter((name) => !source[name]?.length),
  ];
}

function unknownToCustom(field: FieldPath): Problem {
  const message = 'is not known yet when Envoy enforces CUSTOM; remove it, or use another action';
  return { field, message };
}
