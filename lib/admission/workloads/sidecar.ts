import type {
  DestinationRuleSpecTrafficPolicyConnectionPool,
  SidecarSpec,
  SidecarSpecEgress,
  SidecarSpecIngress,
  SidecarSpecIngressTls,
  SidecarSpecOutboundTrafficPolicy,
} from '../../../imports/networking.istio.io';
import { isHttp, isTls } from '../../istiod/registry/protocol';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import { validateConnectionPool } from '../destination-rule/connection-pool';
import type { Problem } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { servicePortProtocolProblems } from '../values/protocols';
import { validateTlsVersions } from '../values/tls-versions';
import {
  dnsLabelProblems,
  hostProblems,
  isDnsLabel,
  isFqdn,
  isIpAddress,
  portProblems,
  repetitions,
  selectorProblems,
  unixSocketProblems,
} from '../values/values';
import { validateDestination } from '../virtual-service/destinations';

/** Where a sidecar passes requests on to: the application, by loopback or by the address of the pod. */
const LOCAL_ADDRESSES = ['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]'];
/** What only a gateway looks at. */
const GATEWAY_TLS_FIELDS = [
  'credentialName',
  'credentialNames',
  'caCertCredentialName',
  'httpsRedirect',
  'subjectAltNames',
] as const satisfies readonly (keyof SidecarSpecIngressTls)[];

/** What is wrong with a Sidecar, by itself: whether its hosts exist is not looked at. (M9) */
export function* validateSidecar({ namespace, spec }: AdmissionObject<SidecarSpec>): Iterable<Problem> {
  const { egress = [], ingress = [], outboundTrafficPolicy, inboundConnectionPool, workloadSelector } = spec;
  if (egress.length + ingress.length === 0 && !outboundTrafficPolicy && !inboundConnectionPool) {
    yield {
      field: ['spec'],
      message:
        'has no egress, ingress, outboundTrafficPolicy or inboundConnectionPool, so it changes nothing; set one',
    };
  }
  if (workloadSelector) {
    yield* selectorProblems(['spec', 'workloadSelector', 'labels'], workloadSelector.labels);
  }
  for (const [i, listener] of ingress.entries()) {
    yield* validateIngress(['spec', 'ingress', i], listener);
  }
  for (const [i, listener] of egress.entries()) {
    yield* validateEgress(['spec', 'egress', i], listener, namespace);
    if (!listener.port && i < egress.length - 1) {
      const message = 'is missing, which is for the last listener only, as it takes all ports; name a port';
      yield { field: ['spec', 'egress', i, 'port'], message };
    }
  }
  yield* repeatedListeners(['spec', 'ingress'], ingress);
  yield* repeatedListeners(['spec', 'egress'], egress);
  if (inboundConnectionPool) {
    // The raw type has an enum of its own with the same values.
    yield* validateConnectionPool(
      ['spec', 'inboundConnectionPool'],
      inboundConnectionPool as unknown as ConnectionPool,
    );
  }
  if (outboundTrafficPolicy) {
    yield* validateOutbound(['spec', 'outboundTrafficPolicy'], outboundTrafficPolicy);
  }
}

type ConnectionPool = DestinationRuleSpecTrafficPolicyConnectionPool;
type Listener = SidecarSpecEgress | SidecarSpecIngress;

/** Listeners on IP addresses differ by port, whatever address they bind to; those on sockets by path. */
function* repeatedListeners(field: FieldPath, listeners: readonly Listener[]): Iterable<Problem> {
  const keys = listeners.map((listener) => listener.port && (listener.port.number || listener.bind));
  for (const { at, first } of repetitions(keys)) {
    const key = keys[at];
    if (key !== undefined) {
      const message = `${key} is what ${fieldText([...field, first])} listens on too; keep one of them`;
      yield { field: [...field, at, ...(typeof key === 'number' ? ['port', 'number'] : ['bind'])], message };
    }
  }
}

function* validatePort(field: FieldPath, { port: listenerPort }: Listener): Iterable<Problem> {
  if (!listenerPort) {
    return;
  }
  const { name, number = 0, protocol, targetPort } = listenerPort;
  if (number !== 0) {
    yield* portProblems([...field, 'port', 'number'], number);
  }
  if (name) {
    yield* dnsLabelProblems([...field, 'port', 'name'], name);
  }
  yield* servicePortProtocolProblems([...field, 'port', 'protocol'], protocol);
  if (targetPort) {
    const message = `${targetPort} is not looked at; set defaultEndpoint of an ingress listener`;
    yield { field: [...field, 'port', 'targetPort'], message };
  }
}

function* validateIngress(field: FieldPath, listener: SidecarSpecIngress): Iterable<Problem> {
  const { bind, connectionPool, defaultEndpoint, tls } = listener;
  yield* validatePort(field, listener);
  if (!listener.port?.number) {
    yield { field: [...field, 'port', 'number'], message: 'is missing; name the port to listen on' };
  }
  yield* bindAddressProblems([...field, 'bind'], bind);
  if (defaultEndpoint) {
    yield* validateDefaultEndpoint([...field, 'defaultEndpoint'], defaultEndpoint);
  }
  if (tls) {
    yield* validateTls([...field, 'tls'], tls);
    yield* validateTlsVersions([...field, 'tls'], tls);
    const spoken = listener.port?.protocol?.toUpperCase() ?? '';
    if (!isTls(spoken)) {
      const message = `does not go with ${spoken || 'a port without protocol'}, which is not encrypted; use HTTPS or TLS`;
      yield { field: [...field, 'tls'], message };
    }
  }
  if (connectionPool) {
    // The raw type has an enum of its own with the same values.
    yield* validateConnectionPool([...field, 'connectionPool'], connectionPool as unknown as ConnectionPool);
  }
  const protocol = listener.port?.protocol?.toUpperCase() ?? '';
  if (connectionPool?.http && !isHttp(protocol)) {
    const what = protocol ? `is not looked at on a port for ${protocol}` : 'is looked at on a port for HTTP';
    const message = `${what}; remove it, or change the protocol`;
    yield { field: [...field, 'connectionPool', 'http'], message, type: WARNED, mayBeMeant: protocol === '' };
  }
}

function* bindAddressProblems(field: FieldPath, bind: string | undefined): Iterable<Problem> {
  if (bind && !isIpAddress(bind)) {
    yield { field, message: `"${bind}" is no IP address; write one, or leave it out` };
  }
}

function* validateDefaultEndpoint(field: FieldPath, endpoint: string): Iterable<Problem> {
  if (endpoint.startsWith('unix://')) {
    yield* unixSocketProblems(field, endpoint);
    return;
  }
  const colon = endpoint.lastIndexOf(':');
  const number = endpoint.slice(colon + 1);
  if (colon < 0 || !LOCAL_ADDRESSES.includes(endpoint.slice(0, colon)) || !/^\d+$/.test(number)) {
    const message = `"${endpoint}" is no endpoint of the pod; write 127.0.0.1:PORT, 0.0.0.0:PORT or unix://PATH`;
    yield { field, message };
  } else {
    yield* portProblems(field, Number(number));
  }
}

/** A sidecar has no access to secrets: its certificates are files. */
function* validateTls(field: FieldPath, tls: SidecarSpecIngressTls): Iterable<Problem> {
  const { mode = 'PASSTHROUGH', serverCertificate, privateKey, tlsCertificates, caCertificates, caCrl } = tls;
  for (const name of GATEWAY_TLS_FIELDS) {
    if (tls[name] !== undefined && tls[name] !== false) {
      const isEmpty = tls[name] === '' || (Array.isArray(tls[name]) && tls[name].length === 0);
      yield {
        field: [...field, name],
        message: 'is for gateways; remove it, and name files',
        type: isEmpty || name === 'caCertCredentialName' ? IGNORED_FIELD : REFUSED,
      };
    }
  }
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL' && mode !== 'OPTIONAL_MUTUAL') {
    yield {
      field: [...field, 'mode'],
      message: `${mode} is not what a sidecar can do; use SIMPLE, MUTUAL or OPTIONAL_MUTUAL`,
      type: mode === 'PASSTHROUGH' ? UNUSABLE_VALUE : REFUSED,
    };
    return;
  }
  if (tlsCertificates?.length) {
    const message = 'is for gateways; set serverCertificate and privateKey';
    yield { field: [...field, 'tlsCertificates'], message, mayBeMeant: true };
  }
  if (!(serverCertificate && privateKey) && !tlsCertificates?.length) {
    const message = `has mode ${mode} but no certificate; set serverCertificate and privateKey`;
    yield { field, message };
  } else if (serverCertificate && tlsCertificates) {
    const message = 'does not go with tlsCertificates; keep one of them';
    yield { field: [...field, 'serverCertificate'], message };
  }
  if (mode !== 'SIMPLE' && !caCertificates) {
    const message = `is missing; ${mode} checks client certificates against it`;
    yield { field: [...field, 'caCertificates'], message };
  } else if (mode === 'SIMPLE' && caCrl) {
    const message = 'is not looked at with SIMPLE, which asks for no client certificate; use MUTUAL';
    yield { field: [...field, 'caCrl'], message };
  }
}

function* validateEgress(
  field: FieldPath,
  listener: SidecarSpecEgress,
  namespace: string | undefined,
): Iterable<Problem> {
  const { bind = '', captureMode = 'DEFAULT', hosts = [] } = listener;
  yield* validatePort(field, listener);
  if (!listener.port) {
    if (bind !== '') {
      yield {
        field: [...field, 'bind'],
        message: `"${bind}" is not looked at without a port; name one`,
        type: IGNORED_FIELD,
      };
    }
  } else if (listener.port.number) {
    yield* bindAddressProblems([...field, 'bind'], bind);
  } else if (!bind.startsWith('unix://')) {
    const message = 'is missing; name one, or bind to "unix://" and a path';
    yield { field: [...field, 'port', 'number'], message };
  } else {
    yield* unixSocketProblems([...field, 'bind'], bind);
    if (captureMode === 'IPTABLES') {
      const message = `IPTABLES captures no traffic to the unix socket "${bind}"; use NONE`;
      yield { field: [...field, 'captureMode'], message };
    }
  }
  if (hosts.length === 0) {
    yield { field: [...field, 'hosts'], message: 'is empty; name hosts, "./*" or "~/*" for none' };
  }
  for (const [i, host] of hosts.entries()) {
    yield* validateHost([...field, 'hosts', i], host);
  }
  yield* overlappingHosts([...field, 'hosts'], hosts, namespace);
}

/** Hosts that others of the list select already. */
function* overlappingHosts(field: FieldPath, hosts: readonly string[], namespace = '.'): Iterable<Problem> {
  const twice = new Set([...repetitions(hosts)].map(({ at }) => at));
  const selected = new Map<string, Set<string>>();
  for (const [i, entry] of hosts.entries()) {
    const slash = entry.indexOf('/');
    const theirs = entry.slice(0, slash).replace(/^\.$/, namespace);
    const host = entry.slice(slash + 1);
    const known = selected.get(theirs) ?? new Set<string>();
    if (slash >= 0) {
      selected.set(theirs, known);
    }
    const isKnown = slash >= 0 && (host === '*' ? known.size > 0 : known.has(host) || known.has('*'));
    known.add(host);
    if (twice.has(i)) {
      const message = `"${entry}" is there twice; remove one`;
      yield { field: [...field, i], message, type: isKnown ? WARNED : REFUSED };
    } else if (isKnown) {
      const message = `"${entry}" overlaps another host of its namespace; keep one of them`;
      yield { field: [...field, i], message, type: WARNED, mayBeMeant: true };
    }
    if (entry.startsWith('~/') && hosts.length > 1 && !twice.has(i)) {
      const message = `"${entry}" stands for no host, and others are beside it; remove it`;
      yield { field: [...field, i], message, type: NO_EFFECT };
    }
  }
  if (selected.get('*')?.has('*') && selected.size > 1) {
    const message = 'has "*/*", which is every host, and others beside it; remove them';
    yield { field, message, type: WARNED, mayBeMeant: true };
  }
}

function* validateHost(field: FieldPath, entry: string): Iterable<Problem> {
  const slash = entry.indexOf('/');
  const [namespace, host] = [entry.slice(0, Math.max(slash, 0)), entry.slice(slash + 1)];
  if (!['*', '.', '~'].includes(namespace) && !isDnsLabel(namespace)) {
    const message = `"${entry}" begins with no namespace; write "namespace/host", "./host" or "*/host"`;
    yield { field, message };
  } else if (host !== '*' && !host.includes('.')) {
    const message = `"${entry}" has no dot in the host; write the whole name, or "*" for all hosts`;
    yield { field, message };
  } else if (/^\*[^.]/.test(host)) {
    yield { field, message: `"${entry}" puts "*" before part of a label; write "*." and whole labels` };
  } else {
    yield* hostProblems(field, host);
  }
}

function* validateOutbound(field: FieldPath, policy: SidecarSpecOutboundTrafficPolicy): Iterable<Problem> {
  const mode: string = policy.mode ?? 'REGISTRY_ONLY';
  const { egressProxy } = policy;
  if (!egressProxy) {
    return;
  }
  const at = [...field, 'egressProxy'];
  if (mode !== 'ALLOW_ANY') {
    yield { field: at, message: `gets no traffic with mode ${mode}; use ALLOW_ANY` };
  }
  yield* validateDestination(at, egressProxy);
  const { host } = egressProxy;
  if (host.startsWith('*')) {
    yield { field: [...at, 'host'], message: `"${host}" stands for many hosts; name one` };
  } else if (!host.includes('.')) {
    const message = `"${host}" has no dot, and is not completed here; write the whole name`;
    yield { field: [...at, 'host'], message, type: isFqdn(host) ? UNUSABLE_VALUE : REFUSED };
  }
  if (!egressProxy.port) {
    yield { field: [...at, 'port'], message: 'is missing; name the port of the proxy' };
  }
}
