import type { ServiceEntrySpec, ServiceEntrySpecEndpoints } from '../../../imports/networking.istio.io';
import { isHttp, isTcp, isTls } from '../../istiod/registry/protocol';
import { isIpAddress } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { NO_EFFECT, NO_TRAFFIC, REFUSED, REPEATED_ENTRY, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { exportToProblems } from '../values/export-to';
import { hostProblems, isFqdn, isWildcardDomain, partialWildcardMessage } from '../values/host-names';
import { selectorProblems } from '../values/labels';
import { repetitions, someOf } from '../values/list-problems';
import { dnsLabelProblems } from '../values/names';
import { portProblems, subnetProblems } from '../values/ports-and-subnets';
import { servicePortProtocolProblems } from '../values/protocols';
import { validateEndpoint } from './workload-entry';

/** The protocols in which Envoy's forward proxy, which resolves names request by request, finds a name. */
const DYNAMIC_DNS_PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'TLS'];

/** With the value `false`, an entry asks Istio not to allocate an address. */
const AUTO_ALLOCATION = 'networking.istio.io/enable-autoallocate-ip';

type Resolution = ServiceEntrySpec['resolution'];

/** What is wrong with a ServiceEntry. (M8) */
export function* validateServiceEntry({
  namespace,
  labels,
  spec,
}: AdmissionObject<ServiceEntrySpec>): Iterable<Problem> {
  yield* validateHosts(spec);
  yield* validateAddresses(spec);
  yield* validatePorts(spec);
  yield* missingAddressProblems(spec, labels);
  yield* sharedAddressProblems(spec);
  yield* validateEndpoints(spec);
  if (spec.workloadSelector) {
    yield* selectorProblems(['spec', 'workloadSelector', 'labels'], spec.workloadSelector.labels);
  }
  if (spec.exportTo?.join() !== '~') {
    yield* exportToProblems(['spec', 'exportTo'], spec.exportTo, namespace);
  }
}

function* validateHosts({ hosts = [], resolution, endpoints }: ServiceEntrySpec): Iterable<Problem> {
  if (hosts.length === 0) {
    yield { field: ['spec', 'hosts'], message: 'is empty; add the hosts that clients call' };
  }
  const repeated = new Set([...repetitions(hosts)].map(({ at }) => at));
  for (const [i, host] of hosts.entries()) {
    const field = ['spec', 'hosts', i];
    if (host === '*') {
      yield { field, message: '"*" means every host; name hosts, or write "*." followed by a domain' };
      continue;
    }
    yield* hostProblems(field, host);
    if (repeated.has(i)) {
      yield { field, message: `"${host}" appears twice; remove one`, type: REPEATED_ENTRY };
    }
    if (resolution !== 'DYNAMIC_DNS' && host.startsWith('*') && !host.startsWith('*.')) {
      yield { field, message: partialWildcardMessage(host), type: WARNED };
    }
    if (resolution === 'DYNAMIC_DNS' && !host.startsWith('*')) {
      yield { field, message: `"${host}" is one host, and DYNAMIC_DNS is for wildcards; use DNS` };
    } else if (isDns(resolution) && isWildcardDomain(host) && !isFqdn(host) && !endpoints?.length) {
      const message = `"${host}" cannot be resolved; use DYNAMIC_DNS or NONE, or add endpoints`;
      yield { field, message };
    }
  }
}

function isDns(resolution: Resolution): boolean {
  return resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
}

function* validateAddresses({ addresses = [], resolution }: ServiceEntrySpec): Iterable<Problem> {
  for (const [i, address] of addresses.entries()) {
    const field = ['spec', 'addresses', i];
    yield* subnetProblems(field, address);
    if (resolution === 'DYNAMIC_DNS') {
      yield { field, message: `"${address}" is not used with DYNAMIC_DNS; remove it` };
    } else if (address.includes('/') && isDns(resolution)) {
      const message = `"${address}" is a block of addresses, which cannot be used with ${resolution}; use NONE or STATIC`;
      yield { field, message };
    }
  }
}

function* validatePorts({ ports = [], resolution, hosts = [] }: ServiceEntrySpec): Iterable<Problem> {
  const firstOfName = firstPlaces(ports.map(({ name }) => name));
  const firstOfNumber = firstPlaces(ports.map(({ number }) => number));
  for (const [i, { name, number, protocol = '', targetPort }] of ports.entries()) {
    const field = ['spec', 'ports', i];
    yield* dnsLabelProblems([...field, 'name'], name);
    yield* portProblems([...field, 'number'], number);
    yield* servicePortProtocolProblems([...field, 'protocol'], protocol);
    if (targetPort !== undefined) {
      const type = targetPort === 0 ? NO_EFFECT : REFUSED;
      yield* withType(type, portProblems([...field, 'targetPort'], targetPort));
    }
    if (firstOfName.has(i)) {
      const message = `"${name}" is also the name of spec.ports[${firstOfName.get(i)}]; give each port its own name`;
      yield { field: [...field, 'name'], message };
    }
    if (firstOfNumber.has(i)) {
      const message = `${number} is also the number of spec.ports[${firstOfNumber.get(i)}]; remove one of them`;
      yield { field: [...field, 'number'], message };
    }
    const upperCase = protocol.toUpperCase();
    if (resolution === 'DYNAMIC_DNS' && !DYNAMIC_DNS_PROTOCOLS.includes(upperCase)) {
      const mistake = protocol
        ? `"${protocol}" carries no host that DYNAMIC_DNS can resolve`
        : 'is missing, and DYNAMIC_DNS needs a protocol that carries a host';
      const message = `${mistake}; use one of ${DYNAMIC_DNS_PROTOCOLS.join(', ')}`;
      yield { field: [...field, 'protocol'], message };
    } else if (
      hosts.length > 1 &&
      (resolution ?? 'NONE') !== 'NONE' &&
      !isHttp(upperCase) &&
      !isTls(upperCase)
    ) {
      yield { field: [...field, 'protocol'], message: ambiguousHosts(protocol) };
    }
  }
}

/** The places of repeated values, each with the place of the first. */
function firstPlaces(values: readonly unknown[]): ReadonlyMap<number, number> {
  return new Map([...repetitions(values)].map(({ at, first }) => [at, first]));
}

function ambiguousHosts(protocol: string): string {
  const mistake = protocol
    ? `${protocol} does not tell which of spec.hosts is meant`
    : 'is missing, so nothing tells which of spec.hosts is meant';
  return `${mistake}; write a ServiceEntry for each host`;
}

/** Ports on which only an address tells which entry is meant. */
function* missingAddressProblems(
  { addresses = [], ports = [], resolution }: ServiceEntrySpec,
  labels: Readonly<Record<string, string>>,
): Iterable<Problem> {
  const isAllocated = (resolution ?? 'NONE') !== 'NONE' && labels[AUTO_ALLOCATION]?.toLowerCase() !== 'false';
  if (addresses.length > 0 || isAllocated) {
    return;
  }
  for (const [i, { protocol }] of ports.entries()) {
    if (!protocol || protocol === 'TCP') {
      const field = ['spec', 'ports', i, ...(protocol ? ['protocol'] : [])];
      const mistake = protocol ? 'TCP' : 'has no protocol and';
      const message = `${mistake} is recognized by its address only, and the entry has no addresses; add addresses`;
      yield { field, message, type: WARNED };
    }
  }
}

/** Addresses that stand for several hosts. */
function* sharedAddressProblems({
  addresses = [],
  hosts = [],
  ports = [],
  resolution,
}: ServiceEntrySpec): Iterable<Problem> {
  const opaque = ports.findIndex(({ protocol = '' }) => isTcp(protocol.toUpperCase()));
  if (isDns(resolution) && addresses.length > 0 && hosts.length > 1 && opaque >= 0) {
    const message = `${ports[opaque]?.protocol} on spec.addresses does not tell which of spec.hosts is meant; write a ServiceEntry for each host`;
    yield { field: ['spec', 'ports', opaque, 'protocol'], message, type: WARNED };
  }
}

function* validateEndpoints(spec: ServiceEntrySpec): Iterable<Problem> {
  const { endpoints = [], workloadSelector } = spec;
  const resolution: `${NonNullable<Resolution>}` = spec.resolution ?? 'NONE';
  const field = ['spec', 'endpoints'];
  if (endpoints.length > 0 && workloadSelector) {
    yield { field, message: 'cannot be used with spec.workloadSelector; keep one of them' };
  }
  if (workloadSelector && resolution === 'NONE') {
    const message = 'is ignored with resolution NONE; use STATIC';
    yield { field: ['spec', 'workloadSelector'], message, type: WARNED };
  }
  if (endpoints.length > 0 && (resolution === 'NONE' || resolution === 'DYNAMIC_DNS')) {
    const message = `is not used with resolution ${resolution}; use STATIC for IP addresses, DNS for names`;
    yield { field, message };
    return;
  }
  if (resolution === 'STATIC' && endpoints.length === 0 && !workloadSelector) {
    const message = 'is missing, so there is nothing to connect to; add endpoints, or select workloads';
    yield { field, message, type: NO_TRAFFIC };
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    const message = `has ${endpoints.length} entries, and DNS_ROUND_ROBIN allows one; use DNS`;
    yield { field, message };
  }
  const portNames = new Set((spec.ports ?? []).map(({ name }) => name));
  for (const [i, endpoint] of endpoints.entries()) {
    yield* validateEndpoint([...field, i], endpoint);
    yield* validateEndpointOf(spec, portNames, [...field, i], endpoint);
  }
}

function* validateEndpointOf(
  { ports = [], resolution }: ServiceEntrySpec,
  portNames: ReadonlySet<string>,
  field: FieldPath,
  { address = '', ports: endpointPorts = {} }: ServiceEntrySpecEndpoints,
): Iterable<Problem> {
  const isSocket = address.startsWith('unix://');
  if (resolution === 'STATIC' && address !== '' && !isSocket && !isIpAddress(address)) {
    const message = `"${address}" is not an IP address, which STATIC needs; use DNS for names`;
    yield { field: [...field, 'address'], message };
  } else if (isDns(resolution) && (isSocket || address === '')) {
    const message = `"${address}" is neither an IP address nor a name, one of which ${resolution} needs; use STATIC`;
    yield { field: [...field, 'address'], message };
  }
  if (isSocket && ports.length !== 1) {
    const message = `"${address}" is a Unix domain socket, so the entry must have exactly one port and not ${ports.length}`;
    yield { field: [...field, 'address'], message };
  }
  for (const name of Object.keys(endpointPorts)) {
    if (!portNames.has(name)) {
      const message = `has "${name}", which is not the name of a port of the entry; use one of: ${someOf([...portNames]) || 'none'}`;
      yield { field: [...field, 'ports'], message };
    }
  }
}
