import type {
  DestinationRuleSpecTrafficPolicyConnectionPool,
  SidecarSpec,
  SidecarSpecEgress,
  SidecarSpecIngress,
  SidecarSpecOutboundTrafficPolicy,
  SidecarSpecOutboundTrafficPolicyMode,
} from '../../../imports/networking.istio.io';
import type { IstioVersion } from '../../istiod/istio-version';
import { isHttp, isTls } from '../../istiod/registry/protocol';
import { fieldText } from '../../manifests/field-path';
import { isIpAddress } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import { validateConnectionPool } from '../destination-rule/connection-pool';
import { NO_PROBLEMS, type Problem, withType } from '../problem';
import { REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { isFqdn } from '../values/host-names';
import { selectorProblems } from '../values/labels';
import { repetitions } from '../values/list-problems';
import { dnsLabelProblems } from '../values/names';
import { portProblems, unixSocketProblems } from '../values/ports-and-subnets';
import { servicePortProtocolProblems } from '../values/protocols';
import { validateTlsVersions } from '../values/tls-versions';
import { validateDestination } from '../virtual-service/destinations';
import { validateEgressHosts } from './sidecar-hosts';
import { validateSidecarTls } from './sidecar-tls';

/** The addresses that a sidecar can pass requests on to: loopback, or the address of the pod. */
const LOCAL_ADDRESSES = ['', '127.0.0.1', '0.0.0.0', '[::1]', '[::]'];

/** What is wrong with a Sidecar. (M9) */
export function* validateSidecar(
  { namespace, spec }: AdmissionObject<SidecarSpec>,
  istio: IstioVersion,
): Iterable<Problem> {
  const { egress = [], ingress = [], outboundTrafficPolicy, inboundConnectionPool, workloadSelector } = spec;
  if (egress.length + ingress.length === 0 && !outboundTrafficPolicy && !inboundConnectionPool) {
    const message =
      'has no egress, ingress, outboundTrafficPolicy or inboundConnectionPool, so nothing changes; set one of them';
    yield { field: ['spec'], message };
  }
  if (workloadSelector) {
    yield* selectorProblems(['spec', 'workloadSelector', 'labels'], workloadSelector.labels);
  }
  for (const [i, listener] of ingress.entries()) {
    yield* validateIngress(['spec', 'ingress', i], listener);
  }
  for (const [i, listener] of egress.entries()) {
    yield* validateEgress(['spec', 'egress', i], listener);
    yield* validateEgressHosts(['spec', 'egress', i, 'hosts'], listener.hosts ?? [], namespace, istio);
    if (!listener.port && i < egress.length - 1) {
      const message =
        'is missing, and only the last listener can be for all ports; add the port, or move the listener to the end';
      yield { field: ['spec', 'egress', i, 'port'], message };
    }
  }
  yield* repeatedListenerProblems(['spec', 'ingress'], ingress);
  yield* repeatedListenerProblems(['spec', 'egress'], egress);
  if (inboundConnectionPool) {
    // The enums of Sidecar and DestinationRule have the same values.
    const pool = inboundConnectionPool as unknown as DestinationRuleSpecTrafficPolicyConnectionPool;
    yield* validateConnectionPool(['spec', 'inboundConnectionPool'], pool);
  }
  if (outboundTrafficPolicy) {
    yield* validateOutboundTrafficPolicy(['spec', 'outboundTrafficPolicy'], outboundTrafficPolicy);
  }
}

type Listener = SidecarSpecEgress | SidecarSpecIngress;

/** Listeners on IP addresses differ by port, whatever address they bind to; listeners on sockets differ by path. */
function* repeatedListenerProblems(field: FieldPath, listeners: readonly Listener[]): Iterable<Problem> {
  const keys = listeners.map((listener) => listener.port && (listener.port.number || listener.bind));
  for (const { at, first } of repetitions(keys)) {
    const key = keys[at];
    if (key !== undefined) {
      const message = `${key} is also used by ${fieldText([...field, first])}; keep one of them`;
      const steps = typeof key === 'number' ? ['port', 'number'] : ['bind'];
      yield { field: [...field, at, ...steps], message };
    }
  }
}

function* validateListenerPort(field: FieldPath, { port }: Listener): Iterable<Problem> {
  if (!port) {
    return;
  }
  const { name, number = 0, protocol, targetPort } = port;
  const at = [...field, 'port'];
  if (number !== 0) {
    yield* portProblems([...at, 'number'], number);
  }
  if (name) {
    yield* dnsLabelProblems([...at, 'name'], name);
  }
  yield* servicePortProtocolProblems([...at, 'protocol'], protocol);
  if (targetPort) {
    const message = `${targetPort} is ignored; set defaultEndpoint of an ingress listener instead`;
    yield { field: [...at, 'targetPort'], message };
  }
}

function* validateIngress(field: FieldPath, listener: SidecarSpecIngress): Iterable<Problem> {
  const { bind, connectionPool, defaultEndpoint, port, tls } = listener;
  const protocol = port?.protocol?.toUpperCase() ?? '';
  yield* validateListenerPort(field, listener);
  if (!port?.number) {
    yield { field: [...field, 'port', 'number'], message: 'is missing; add the port to listen on' };
  }
  yield* bindAddressProblems([...field, 'bind'], bind);
  if (defaultEndpoint) {
    yield* validateDefaultEndpoint([...field, 'defaultEndpoint'], defaultEndpoint);
  }
  if (tls) {
    yield* validateSidecarTls([...field, 'tls'], tls);
    yield* validateTlsVersions([...field, 'tls'], tls);
    if (!isTls(protocol)) {
      const message = `cannot be used with ${protocol || 'a port without a protocol'}, which is not encrypted; use HTTPS or TLS`;
      yield { field: [...field, 'tls'], message };
    }
  }
  if (connectionPool) {
    // The enums of Sidecar and DestinationRule have the same values.
    const pool = connectionPool as unknown as DestinationRuleSpecTrafficPolicyConnectionPool;
    yield* validateConnectionPool([...field, 'connectionPool'], pool);
  }
  if (connectionPool?.http && !isHttp(protocol)) {
    const mistake = protocol ? `is ignored on a port for ${protocol}` : 'is used on a port for HTTP only';
    const message = `${mistake}; remove it, or change the protocol`;
    const at = [...field, 'connectionPool', 'http'];
    yield { field: at, message, type: WARNED };
  }
}

function bindAddressProblems(field: FieldPath, bind: string | undefined): readonly Problem[] {
  return !bind || isIpAddress(bind)
    ? NO_PROBLEMS
    : [{ field, message: `"${bind}" is not an IP address; write one, or remove it` }];
}

function* validateDefaultEndpoint(field: FieldPath, endpoint: string): Iterable<Problem> {
  if (endpoint.startsWith('unix://')) {
    yield* unixSocketProblems(field, endpoint);
    return;
  }
  const colon = endpoint.lastIndexOf(':');
  const port = endpoint.slice(colon + 1);
  if (colon < 0 || !LOCAL_ADDRESSES.includes(endpoint.slice(0, colon)) || !/^\d+$/.test(port)) {
    const message = `"${endpoint}" is not an endpoint of the pod; write 127.0.0.1:PORT, 0.0.0.0:PORT or unix://PATH`;
    yield { field, message };
  } else {
    yield* portProblems(field, Number(port));
  }
}

function* validateEgress(field: FieldPath, listener: SidecarSpecEgress): Iterable<Problem> {
  const { bind = '', captureMode, port } = listener;
  yield* validateListenerPort(field, listener);
  if (!port) {
    // istiod uses bind for the ports of all hosts, and does not validate it.
    yield* withType(UNUSABLE_VALUE, bindAddressProblems([...field, 'bind'], bind));
  } else if (port.number) {
    yield* bindAddressProblems([...field, 'bind'], bind);
  } else if (!bind.startsWith('unix://')) {
    const message = 'is missing; add it, or bind to "unix://" followed by a path';
    yield { field: [...field, 'port', 'number'], message };
  } else {
    yield* unixSocketProblems([...field, 'bind'], bind);
    if (captureMode === 'IPTABLES') {
      const message = `IPTABLES captures no traffic to the Unix domain socket "${bind}"; use NONE`;
      yield { field: [...field, 'captureMode'], message };
    }
  }
}

function* validateOutboundTrafficPolicy(
  field: FieldPath,
  policy: SidecarSpecOutboundTrafficPolicy,
): Iterable<Problem> {
  const mode: `${SidecarSpecOutboundTrafficPolicyMode}` = policy.mode ?? 'REGISTRY_ONLY';
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
    yield { field: [...at, 'host'], message: `"${host}" means many hosts; name one host` };
  } else if (!host.includes('.')) {
    const message = `"${host}" has no dot, and Istio does not complete it here; write the full name`;
    yield { field: [...at, 'host'], message, type: isFqdn(host) ? UNUSABLE_VALUE : REFUSED };
  }
  if (!egressProxy.port) {
    yield { field: [...at, 'port'], message: 'is missing; add the port of the proxy' };
  }
}
