import type { ServiceEntrySpec, ServiceEntrySpecEndpoints } from '../../../imports/networking.istio.io';
import { isHttp, isTcp, isTls } from '../../istiod/registry/protocol';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { NO_EFFECT, NO_TRAFFIC, REFUSED, REPEATED_ENTRY, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { servicePortProtocolProblems } from '../values/protocols';
import {
  dnsLabelProblems,
  exportToProblems,
  hostProblems,
  isFqdn,
  isIpAddress,
  isWildcardDomain,
  portProblems,
  repetitions,
  selectorProblems,
  someOf,
  subnetProblems,
} from '../values/values';
import { validateEndpoint } from './workload-entry';

/** What Envoy's forward proxy, which resolves names request by request, can read a name from. */
const DYNAMIC_DNS_PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'TLS'];

/** The label by which an entry asks for no address of Istio's choosing. */
const AUTO_ALLOCATION = 'networking.istio.io/enable-autoallocate-ip';

/**
 * What is wrong with a ServiceEntry, by itself: whether its selector finds workloads is not looked at. (M8)
 *
 * @param labels those of the object
 */
export function* validateServiceEntry({
  namespace,
  labels,
  spec,
}: AdmissionObject<ServiceEntrySpec>): Iterable<Problem> {
  yield* validateHosts(spec);
  yield* validateAddresses(spec);
  yield* validatePorts(spec);
  yield* missingAddresses(spec, labels);
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
    yield { field: ['spec', 'hosts'], message: 'is empty; name the hosts that are called' };
  }
  const repeated = new Set([...repetitions(hosts)].map(({ at }) => at));
  for (const [i, host] of hosts.entries()) {
    const field = ['spec', 'hosts', i];
    const isWildcard = host.startsWith('*');
    if (host === '*') {
      yield { field, message: '"*" stands for every host; name hosts, or write "*." and a domain' };
      continue;
    }
    yield* hostProblems(field, host);
    if (repeated.has(i)) {
      yield { field, message: `"${host}" is there twice; remove one`, type: REPEATED_ENTRY };
    }
    if (resolution !== 'DYNAMIC_DNS' && isWildcard && !host.startsWith('*.')) {
      const message = `"${host}" puts "*" before part of a label; write "*." and whole labels`;
      yield { field, message, type: WARNED, mayBeMeant: true };
    }
    if (resolution === 'DYNAMIC_DNS' && !isWildcard) {
      const message = `"${host}" is one host, and DYNAMIC_DNS is for wildcards; use DNS`;
      yield { field, message };
    } else if (isDns(resolution) && isWildcardDomain(host) && !isFqdn(host) && !endpoints?.length) {
      const message = `"${host}" cannot be looked up; use DYNAMIC_DNS or NONE, or name endpoints`;
      yield { field, message };
    }
  }
}

function isDns(resolution: string | undefined): boolean {
  return resolution === 'DNS' || resolution === 'DNS_ROUND_ROBIN';
}

function* validateAddresses({ addresses = [], resolution }: ServiceEntrySpec): Iterable<Problem> {
  for (const [i, address] of addresses.entries()) {
    const field = ['spec', 'addresses', i];
    yield* subnetProblems(field, address);
    if (resolution === 'DYNAMIC_DNS') {
      yield { field, message: `"${address}" is not used with DYNAMIC_DNS; remove it` };
    } else if (address.includes('/') && isDns(resolution)) {
      const message = `"${address}" is a block of addresses, which ${resolution} cannot have; use NONE or STATIC`;
      yield { field, message };
    }
  }
}

function* validatePorts({ ports = [], resolution, hosts = [] }: ServiceEntrySpec): Iterable<Problem> {
  const names = new Map([...repetitions(ports.map(({ name }) => name))].map(({ at, first }) => [at, first]));
  const numbers = new Map(
    [...repetitions(ports.map(({ number }) => number))].map(({ at, first }) => [at, first]),
  );
  for (const [i, { name, number, protocol = '', targetPort }] of ports.entries()) {
    const field = ['spec', 'ports', i];
    yield* dnsLabelProblems([...field, 'name'], name);
    yield* portProblems([...field, 'number'], number);
    yield* servicePortProtocolProblems([...field, 'protocol'], protocol);
    if (targetPort !== undefined) {
      yield* withType(
        targetPort === 0 ? NO_EFFECT : REFUSED,
        portProblems([...field, 'targetPort'], targetPort),
      );
    }
    if (names.has(i)) {
      const message = `"${name}" names spec.ports[${names.get(i)}] too; give each port a name of its own`;
      yield { field: [...field, 'name'], message };
    }
    if (numbers.has(i)) {
      const message = `${number} is the number of spec.ports[${numbers.get(i)}] too; remove one of them`;
      yield { field: [...field, 'number'], message };
    }
    const spoken = protocol.toUpperCase();
    if (resolution === 'DYNAMIC_DNS' && !DYNAMIC_DNS_PROTOCOLS.includes(spoken)) {
      const message = `names no host that DYNAMIC_DNS could look up; use one of ${DYNAMIC_DNS_PROTOCOLS.join(', ')}`;
      yield { field: [...field, 'protocol'], message: protocol ? `"${protocol}" ${message}` : message };
    } else if (hosts.length > 1 && (resolution ?? 'NONE') !== 'NONE' && !isHttp(spoken) && !isTls(spoken)) {
      const message = `${protocol || 'without protocol'} does not tell spec.hosts apart; write a ServiceEntry for each host`;
      yield { field: [...field, 'protocol'], message };
    }
  }
}

/** Ports on which only an address tells which entry is meant. */
function* missingAddresses(
  { addresses = [], hosts = [], ports = [], resolution }: ServiceEntrySpec,
  labels: Readonly<Record<string, string>>,
): Iterable<Problem> {
  const isAllocated = (resolution ?? 'NONE') !== 'NONE' && labels[AUTO_ALLOCATION]?.toLowerCase() !== 'false';
  if (addresses.length === 0 && !isAllocated) {
    for (const [i, { protocol }] of ports.entries()) {
      if (!protocol || protocol === 'TCP') {
        const message = `${protocol ? 'TCP' : 'without protocol'} is known by its address alone, and the entry has none; add addresses`;
        yield {
          field: ['spec', 'ports', i, ...(protocol ? ['protocol'] : [])],
          message,
          type: WARNED,
          mayBeMeant: true,
        };
      }
    }
  }
  const opaque = ports.findIndex(({ protocol = '' }) => isTcp(protocol.toUpperCase()));
  if (isDns(resolution) && addresses.length > 0 && hosts.length > 1 && opaque >= 0) {
    const message = `${ports[opaque]?.protocol} on spec.addresses does not tell spec.hosts apart; write a ServiceEntry for each host`;
    yield { field: ['spec', 'ports', opaque, 'protocol'], message, type: WARNED, mayBeMeant: true };
  }
}

function* validateEndpoints(spec: ServiceEntrySpec): Iterable<Problem> {
  const { endpoints = [], workloadSelector } = spec;
  const resolution: string = spec.resolution ?? 'NONE';
  const field = ['spec', 'endpoints'];
  if (endpoints.length > 0 && workloadSelector) {
    yield { field, message: 'do not go with spec.workloadSelector; keep one of them' };
  }
  if (workloadSelector && resolution === 'NONE') {
    const message = 'is not looked at with resolution NONE; use STATIC';
    yield { field: ['spec', 'workloadSelector'], message, type: WARNED };
  }
  if (endpoints.length > 0 && (resolution === 'NONE' || resolution === 'DYNAMIC_DNS')) {
    const message = `are not used with resolution ${resolution}; use STATIC for IP addresses, DNS for names`;
    yield { field, message };
    return;
  }
  if (resolution === 'STATIC' && endpoints.length === 0 && !workloadSelector) {
    yield {
      field,
      message: 'are missing, so there is nowhere to connect to; name them, or select workloads',
      type: NO_TRAFFIC,
    };
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    yield { field, message: `are ${endpoints.length}, and DNS_ROUND_ROBIN takes one; use DNS` };
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
  { address = '', ports: own = {} }: ServiceEntrySpecEndpoints,
): Iterable<Problem> {
  const isSocket = address.startsWith('unix://');
  if (resolution === 'STATIC' && address !== '' && !isSocket && !isIpAddress(address)) {
    const message = `"${address}" is no IP address, as STATIC needs; use DNS for names`;
    yield { field: [...field, 'address'], message };
  } else if (isDns(resolution) && (isSocket || address === '')) {
    const message = `"${address}" is neither an IP address nor a name, as ${resolution} needs; use STATIC`;
    yield { field: [...field, 'address'], message };
  }
  if (isSocket && ports.length !== 1) {
    const message = `"${address}" is a unix socket, for which the entry must have exactly one port, not ${ports.length}`;
    yield { field: [...field, 'address'], message };
  }
  for (const name of Object.keys(own)) {
    if (!portNames.has(name)) {
      const message = `has "${name}", which is not the name of a port of the entry; use one of: ${someOf([...portNames])}`;
      yield { field: [...field, 'ports'], message };
    }
  }
}
