import type { Attribute, RuleScope } from './attribute';
import { destinationIp, destinationPort, remoteIp, serverName, sourceIp } from './connection-attributes';
import { header, headerElement, host, method, path } from './http-attributes';
import { namespace, principal, serviceAccount, trustDomain } from './peer-attributes';
import { claimAttribute, requestPrincipal } from './token-attributes';

type AttributeOf = (scope: RuleScope) => Attribute;

/** The fields of `source`. Each field `x` has a counterpart `notX`. (H7) */
export const SOURCE_FIELDS: Readonly<Record<string, AttributeOf>> = {
  principals: principal,
  requestPrincipals: () => requestPrincipal,
  namespaces: () => namespace,
  serviceAccounts: serviceAccount,
  trustDomains: trustDomain,
  ipBlocks: () => sourceIp,
  remoteIpBlocks: () => remoteIp,
};

/** The fields of `operation`. Each field `x` has a counterpart `notX`. (H7) */
export const OPERATION_FIELDS: Readonly<Record<string, AttributeOf>> = {
  hosts: () => host,
  methods: () => method,
  paths: () => path,
  ports: () => destinationPort,
};

/** The keys of `when` that stand for themselves. */
const KEYS: ReadonlyMap<string, AttributeOf> = new Map<string, AttributeOf>([
  ['source.ip', () => sourceIp],
  ['remote.ip', () => remoteIp],
  ['source.namespace', () => namespace],
  ['source.principal', principal],
  ['source.serviceAccount', serviceAccount],
  ['source.trustDomain', trustDomain],
  ['request.auth.principal', () => requestPrincipal],
  ['request.auth.audiences', () => claimAttribute('[aud]')],
  ['request.auth.presenter', () => claimAttribute('[azp]')],
  ['destination.ip', () => destinationIp],
  ['destination.port', () => destinationPort],
  ['connection.sni', () => serverName],
]);

/** The keys of `when` that end with a name. */
const PREFIXES: readonly (readonly [prefix: string, (name: string) => Attribute])[] = [
  ['request.headers', header],
  ['request.experimental.inline.headers', headerElement],
  ['request.auth.claims', claimAttribute],
  ['experimental.envoy.filters.', metadata],
];

/** The attribute that a key of `when` stands for; undefined if istiod does not know the key. (H7) */
export function attributeOf(key: string, scope: RuleScope): Attribute | undefined {
  const known = KEYS.get(key);
  if (known) {
    return known(scope);
  }
  const found = PREFIXES.find(([prefix]) => key.startsWith(prefix));
  return found?.[1](key.slice(found[0].length));
}

/** The metadata that other filters of Envoy set, which manifests do not tell. */
function metadata(name: string): Attribute {
  return { isHttpOnly: false, match: () => (name.includes('[') ? () => undefined : undefined) };
}
