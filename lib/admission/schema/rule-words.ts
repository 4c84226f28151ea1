import { allListed, shown } from '../../catalogue/words';
import { isRecord } from '../../manifests/manifest';
import { moreThanOne } from './alternatives';
import { isSet } from './maps';

/** The message about a value that violates a rule. The name of the field stands before it. */
type Words = (value: unknown) => string;

/** For scalars. */
const use =
  (remedy: string): Words =>
  (value) =>
    `is ${shown(value)}; ${remedy}`;

/** For maps in which fields exclude one another. */
const oneOf =
  (...names: readonly string[]): Words =>
  (value) =>
    moreThanOne(namesSet(value, names));

/** For maps with a wrong key. */
const keys =
  (isWrong: (key: string) => boolean, remedy: string): Words =>
  (value) =>
    `has the key ${shown(Object.keys(Object(value)).find(isWrong))}; ${remedy}`;

const urlOf = (schemes: string) => use(`use a URL whose scheme is one of ${schemes}`);

/**
 * The CEL rules of Istio's CRDs in words. A message quotes a rule that has no entry here.
 *
 * The keys must be the exact texts in `imports/schemas.json`.
 */
export const RULE_WORDS: ReadonlyMap<string, Words> = new Map<string, Words>([
  // Targets and selectors
  ['(has(self.selector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1', oneOf('selector', 'targetRefs')],
  [
    '(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1',
    oneOf('selector', 'targetRef', 'targetRefs'),
  ],
  [
    '(has(self.workloadSelector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1',
    oneOf('workloadSelector', 'targetRefs'),
  ],
  [
    'self.all(key, !key.contains("*"))',
    keys((key) => key.includes('*'), 'labels are compared literally, so write the label without "*"'),
  ],
  ['self.all(key, key.size() != 0)', keys((key) => key === '', 'give the label a name')],
  ['!self.contains("*")', use('labels are compared literally, so write the label without "*"')],
  ['self.size() == 0', use('a target must be in the namespace of the policy, so remove this field')],
  // Durations and ports
  ["duration(self) >= duration('1ms')", use('use a duration of at least 1ms, such as "5s"')],
  ['0 < self && self <= 65535', use('use a port from 1 to 65535')],
  [
    'self.all(key, 0 < int(key) && int(key) <= 65535)',
    keys(
      (key) => !/^\+?\d{1,9}$/.test(key) || !(Number(key) > 0 && Number(key) <= 65535),
      'use ports from 1 to 65535',
    ),
  ],
  // Extensions
  [
    'has(self.wasm) != has(self.lua)',
    (value) => {
      const set = namesSet(value, ['wasm', 'lua']);
      return set.length > 0 ? moreThanOne(set) : 'sets neither "wasm" nor "lua"; add one of them';
    },
  ],
  [
    'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "file", "oci"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "file", "oci"])',
    urlOf('oci, http, https and file'),
  ],
  [
    'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "oci", "file"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "oci", "file"])',
    urlOf('oci, http, https and file'),
  ],
  [
    '(has(self.valueFrom) ? self.valueFrom : "") != "HOST" || !has(self.value)',
    () => 'sets "value", which "valueFrom: HOST" takes from the host; remove one of them',
  ],
  [
    'has(self.context) ? ((self.context == "WAYPOINT") ? has(self.waypoint) : !has(self.waypoint)) : !has(self.waypoint)',
    (value) =>
      isRecord(value) && isSet(value, 'waypoint')
        ? 'sets "waypoint" in another context; set "context: WAYPOINT", or remove it'
        : 'sets "context: WAYPOINT" without "waypoint"; add it',
  ],
  // TLS
  [
    '(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1',
    oneOf('credentialNames', 'tlsCertificates'),
  ],
  [
    '(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1',
    oneOf('credentialName', 'credentialNames'),
  ],
  [
    '(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1',
    oneOf('credentialNames', 'tlsCertificates'),
  ],
  // ServiceEntry and its endpoints
  ['self != "*"', use('write the name of a host, or a pattern such as "*.example.com"')],
  [
    '(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1',
    oneOf('workloadSelector', 'endpoints'),
  ],
  [
    '!((has(self.addresses) ? self.addresses : []).exists(k, k.contains("/")) && !((has(self.resolution) ? self.resolution : "NONE") in ["STATIC", "NONE"]))',
    () => 'has a block of addresses, which needs the "resolution" NONE or STATIC; change one of them',
  ],
  [
    '((has(self.resolution) ? self.resolution : "NONE") == "NONE") ? !has(self.endpoints) : true',
    () => 'sets "endpoints", which needs a "resolution" other than NONE; set it, or remove "endpoints"',
  ],
  [
    '((has(self.resolution) ? self.resolution : "") == "DNS_ROUND_ROBIN") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true',
    () => 'has several endpoints, and "resolution: DNS_ROUND_ROBIN" allows one; use DNS, or keep one',
  ],
  ['has(self.address) || has(self.network)', () => 'sets neither "address" nor "network"; add one of them'],
  [
    '(has(self.address) ? self.address : "").startsWith("unix://") ? !has(self.ports) : true',
    () => 'sets "ports", which a Unix domain socket does not have; remove it',
  ],
  [
    'self.startsWith("unix://") ? (self.substring(7, 8) == "/" || self.substring(7, 8) == "@") : true',
    use('use "unix:///" and an absolute path, or "unix://@" and the name of an abstract socket'),
  ],
  [
    'self.startsWith("unix://") ? !self.endsWith("/") : true',
    use('a Unix domain socket is a file, so remove the "/" at the end'),
  ],
  [
    'self.all(key, size(key) < 63 && key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))',
    keys(
      (key) => !/^[a-z0-9](?:[-a-z0-9]{0,60}[a-z0-9])?$/i.test(key),
      'use names of at most 62 letters, digits and "-", with a letter or digit at both ends',
    ),
  ],
  [
    'self.all(l1, self.exists_one(l2, l1.number == l2.number))',
    () => 'has the same number twice; give each port its own number',
  ],
  ['self in ["", "HTTP", "HTTPS"]', use('use HTTP or HTTPS')],
  // Security
  [
    '(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) &&\n!has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true',
    (value) => {
      const names = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'];
      return `sets ${allListed(namesSet(value, names))} with service accounts, which already have a namespace and a principal; remove one of them`;
    },
  ],
  [
    'has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true',
    () => 'sets "portLevelMtls", which needs a "selector" with labels; add one',
  ],
  [
    '(has(self.jwksUri) ? 1 : 0) + (has(self.jwks_uri) ? 1 : 0) + (has(self.jwks) ? 1 : 0) <= 1',
    oneOf('jwksUri', 'jwks_uri', 'jwks'),
  ],
  ['url(self).getScheme() in ["http", "https"]', urlOf('http and https')],
  // Telemetry
  [
    '((has(self.operation) ? self.operation : "") == "UPSERT") ? (self.value != "") : true',
    () => 'has no "value", which "operation: UPSERT" needs; add it',
  ],
  [
    '((has(self.operation) ? self.operation : "") == "REMOVE") ? !has(self.value) : true',
    () => 'sets "value", which "operation: REMOVE" does not use; remove it',
  ],
]);

/** The patterns of Istio's CRDs in words. */
export const PATTERN_WORDS: ReadonlyMap<string, string> = new Map([
  [
    '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    'a DNS name in lower case, such as "gateway.networking.k8s.io"',
  ],
  [
    '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',
    'letters, digits and "-", with a letter at the start and no "-" at the end',
  ],
  ['(^$|^[a-f0-9]{64}$)', '64 hexadecimal digits in lower case'],
  ['^[-_A-Za-z0-9]+$', 'letters, digits, "-" and "_"'],
]);

function namesSet(value: unknown, names: readonly string[]): string[] {
  return isRecord(value) ? names.filter((name) => isSet(value, name)) : [];
}
