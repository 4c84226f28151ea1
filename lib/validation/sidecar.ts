import type {
  DestinationRuleSpecTrafficPolicyConnectionPool,
  SidecarSpec,
  SidecarSpecEgress,
  SidecarSpecIngress,
  SidecarSpecIngressTls,
  SidecarSpecOutboundTrafficPolicy,
} from '../../imports/networking.istio.io';
import { isTcp } from '../manifests/protocol';
import { validateConnectionPool } from './connection-pool';
import { validateDestination } from './destinations';
import type { Problem } from './problem';
import { servicePortProtocol } from './protocols';
import {
  dnsLabel,
  isDnsLabel,
  isIpAddress,
  kubernetesName,
  port,
  selectorLabels,
  unixSocket,
  wildcardDomain,
} from './values';

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

/** What is wrong with a Sidecar, by itself: whether its hosts exist is not looked at. */
export function* validateSidecar(name: string, spec: SidecarSpec): Iterable<Problem> {
  yield* kubernetesName('metadata.name', name);
  const { egress = [], ingress = [], outboundTrafficPolicy, inboundConnectionPool, workloadSelector } = spec;
  if (egress.length + ingress.length === 0 && !outboundTrafficPolicy && !inboundConnectionPool) {
    yield {
      field: 'spec',
      message:
        'has no egress, ingress, outboundTrafficPolicy or inboundConnectionPool, so it changes nothing; set one',
    };
  }
  if (workloadSelector) {
    yield* selectorLabels('spec.workloadSelector.labels', workloadSelector.labels);
  }
  for (const [i, listener] of ingress.entries()) {
    yield* validateIngress(`spec.ingress[${i}]`, listener);
  }
  for (const [i, listener] of egress.entries()) {
    yield* validateEgress(`spec.egress[${i}]`, listener);
    if (!listener.port && i < egress.length - 1) {
      const message = 'is missing, which is for the last listener only, as it takes all ports; name a port';
      yield { field: `spec.egress[${i}].port`, message };
    }
  }
  yield* uniqueListeners('spec.ingress', ingress);
  yield* uniqueListeners('spec.egress', egress);
  if (inboundConnectionPool) {
    // The raw type has an enum of its own with the same values.
    yield* validateConnectionPool(
      'spec.inboundConnectionPool',
      inboundConnectionPool as unknown as ConnectionPool,
    );
  }
  if (outboundTrafficPolicy) {
    yield* validateOutbound('spec.outboundTrafficPolicy', outboundTrafficPolicy);
  }
}

type ConnectionPool = DestinationRuleSpecTrafficPolicyConnectionPool;
type Listener = SidecarSpecEgress | SidecarSpecIngress;

/** Listeners on IP addresses differ by port, whatever address they bind to; those on sockets by path. */
function* uniqueListeners(field: string, listeners: readonly Listener[]): Iterable<Problem> {
  const keys = listeners.map((listener) => listener.port && (listener.port.number || listener.bind));
  for (const [i, key] of keys.entries()) {
    const same = keys.indexOf(key);
    if (key !== undefined && same < i) {
      const message = `${key} is what ${field}[${same}] listens on too; keep one of them`;
      yield { field: `${field}[${i}].${typeof key === 'number' ? 'port.number' : 'bind'}`, message };
    }
  }
}

function* validatePort(field: string, { port: listenerPort }: Listener): Iterable<Problem> {
  if (!listenerPort) {
    return;
  }
  const { name, number = 0, protocol, targetPort } = listenerPort;
  if (number !== 0) {
    yield* port(`${field}.port.number`, number);
  }
  if (name) {
    yield* dnsLabel(`${field}.port.name`, name);
  }
  yield* servicePortProtocol(`${field}.port.protocol`, protocol);
  if (targetPort) {
    const message = `${targetPort} is not looked at; set defaultEndpoint of an ingress listener`;
    yield { field: `${field}.port.targetPort`, message };
  }
}

function* validateIngress(field: string, listener: SidecarSpecIngress): Iterable<Problem> {
  const { bind, connectionPool, defaultEndpoint, tls } = listener;
  yield* validatePort(field, listener);
  if (!listener.port?.number) {
    yield { field: `${field}.port.number`, message: 'is missing; name the port to listen on' };
  }
  yield* bindAddress(`${field}.bind`, bind);
  if (defaultEndpoint) {
    yield* validateDefaultEndpoint(`${field}.defaultEndpoint`, defaultEndpoint);
  }
  if (tls) {
    yield* validateTls(`${field}.tls`, tls);
  }
  if (connectionPool) {
    // The raw type has an enum of its own with the same values.
    yield* validateConnectionPool(`${field}.connectionPool`, connectionPool as unknown as ConnectionPool);
  }
  const protocol = listener.port?.protocol?.toUpperCase() ?? '';
  if (connectionPool?.http && isTcp(protocol)) {
    const message = `is not looked at on a port for ${protocol}; remove it, or change the protocol`;
    yield { field: `${field}.connectionPool.http`, message };
  }
}

function* bindAddress(field: string, bind: string | undefined): Iterable<Problem> {
  if (bind && !isIpAddress(bind)) {
    yield { field, message: `"${bind}" is no IP address; write one, or leave it out` };
  }
}

function* validateDefaultEndpoint(field: string, endpoint: string): Iterable<Problem> {
  if (endpoint.startsWith('unix://')) {
    yield* unixSocket(field, endpoint);
    return;
  }
  const colon = endpoint.lastIndexOf(':');
  const number = endpoint.slice(colon + 1);
  if (colon < 0 || !LOCAL_ADDRESSES.includes(endpoint.slice(0, colon)) || !/^\d+$/.test(number)) {
    const message = `"${endpoint}" is no endpoint of the pod; write 127.0.0.1:PORT, 0.0.0.0:PORT or unix://PATH`;
    yield { field, message };
  } else {
    yield* port(field, Number(number));
  }
}

/** A sidecar has no access to secrets: its certificates are files. */
function* validateTls(field: string, tls: SidecarSpecIngressTls): Iterable<Problem> {
  const { mode = 'PASSTHROUGH', serverCertificate, privateKey, tlsCertificates, caCertificates, caCrl } = tls;
  for (const name of GATEWAY_TLS_FIELDS) {
    if (tls[name] !== undefined && tls[name] !== false) {
      yield { field: `${field}.${name}`, message: 'is for gateways; remove it, and name files' };
    }
  }
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL' && mode !== 'OPTIONAL_MUTUAL') {
    yield {
      field: `${field}.mode`,
      message: `${mode} is not what a sidecar can do; use SIMPLE, MUTUAL or OPTIONAL_MUTUAL`,
    };
    return;
  }
  if (!(serverCertificate && privateKey) && !tlsCertificates?.length) {
    const message = `has mode ${mode} but no certificate; set serverCertificate and privateKey`;
    yield { field, message };
  } else if (serverCertificate && tlsCertificates) {
    const message = 'does not go with tlsCertificates; keep one of them';
    yield { field: `${field}.serverCertificate`, message };
  }
  if (mode !== 'SIMPLE' && !caCertificates) {
    const message = `is missing; ${mode} checks client certificates against it`;
    yield { field: `${field}.caCertificates`, message };
  } else if (mode === 'SIMPLE' && caCrl) {
    const message = 'is not looked at with SIMPLE, which asks for no client certificate; use MUTUAL';
    yield { field: `${field}.caCrl`, message };
  }
  const { minProtocolVersion: min, maxProtocolVersion: max } = tls;
  if (min && max && min !== 'TLS_AUTO' && max !== 'TLS_AUTO' && min > max) {
    yield { field: `${field}.minProtocolVersion`, message: `${min} is above maxProtocolVersion ${max}` };
  }
}

function* validateEgress(field: string, listener: SidecarSpecEgress): Iterable<Problem> {
  const { bind = '', captureMode = 'DEFAULT', hosts = [] } = listener;
  yield* validatePort(field, listener);
  if (!listener.port) {
    if (bind !== '') {
      yield { field: `${field}.bind`, message: `"${bind}" is not looked at without a port; name one` };
    }
  } else if (listener.port.number) {
    yield* bindAddress(`${field}.bind`, bind);
  } else if (!bind.startsWith('unix://')) {
    const message = 'is missing; name one, or bind to "unix://" and a path';
    yield { field: `${field}.port.number`, message };
  } else {
    yield* unixSocket(`${field}.bind`, bind);
    if (captureMode === 'IPTABLES') {
      const message = `IPTABLES captures no traffic to the unix socket "${bind}"; use NONE`;
      yield { field: `${field}.captureMode`, message };
    }
  }
  if (hosts.length === 0) {
    yield { field: `${field}.hosts`, message: 'is empty; name hosts, "./*" or "~/*" for none' };
  }
  for (const [i, host] of hosts.entries()) {
    yield* validateHost(`${field}.hosts[${i}]`, host);
    if (hosts.indexOf(host) !== i) {
      yield { field: `${field}.hosts[${i}]`, message: `"${host}" is there twice; remove one` };
    } else if (host.startsWith('~/') && hosts.length > 1) {
      const message = `"${host}" stands for no host, and others are beside it; remove it`;
      yield { field: `${field}.hosts[${i}]`, message };
    }
  }
}

function* validateHost(field: string, entry: string): Iterable<Problem> {
  const slash = entry.indexOf('/');
  const [namespace, host] = [entry.slice(0, Math.max(slash, 0)), entry.slice(slash + 1)];
  if (!['*', '.', '~'].includes(namespace) && !isDnsLabel(namespace)) {
    const message = `"${entry}" begins with no namespace; write "namespace/host", "./host" or "*/host"`;
    yield { field, message };
  } else if (host !== '*' && !host.includes('.')) {
    const message = `"${entry}" has no dot in the host; write the whole name, or "*" for all hosts`;
    yield { field, message };
  } else {
    yield* wildcardDomain(field, host);
  }
}

function* validateOutbound(field: string, policy: SidecarSpecOutboundTrafficPolicy): Iterable<Problem> {
  const mode: string = policy.mode ?? 'REGISTRY_ONLY';
  const { egressProxy } = policy;
  if (!egressProxy) {
    return;
  }
  const at = `${field}.egressProxy`;
  if (mode !== 'ALLOW_ANY') {
    yield { field: at, message: `gets no traffic with mode ${mode}; use ALLOW_ANY` };
  }
  yield* validateDestination(at, egressProxy);
  if (egressProxy.host.startsWith('*')) {
    yield { field: `${at}.host`, message: `"${egressProxy.host}" stands for many hosts; name one` };
  } else if (!egressProxy.host.includes('.')) {
    const message = `"${egressProxy.host}" has no dot, and is not completed here; write the whole name`;
    yield { field: `${at}.host`, message };
  }
  if (!egressProxy.port) {
    yield { field: `${at}.port`, message: 'is missing; name the port of the proxy' };
  }
}
