import type { ServiceEntrySpec, ServiceEntrySpecEndpoints } from '../../imports/networking.istio.io';
import { isHttp, isTls } from '../manifests/protocol';
import type { Problem } from './problem';
import { servicePortProtocol } from './protocols';
import {
  dnsLabel,
  exportTo,
  isIpAddress,
  kubernetesName,
  port,
  selectorLabels,
  subnet,
  wildcardDomain,
} from './values';
import { validateEndpoint } from './workload-entry';

/** What Envoy's forward proxy, which resolves names request by request, can read a name from. */
const DYNAMIC_DNS_PROTOCOLS = ['HTTP', 'HTTP2', 'GRPC', 'TLS'];

/** What is wrong with a ServiceEntry, by itself: whether its selector finds workloads is not looked at. */
export function* validateServiceEntry(name: string, spec: ServiceEntrySpec): Iterable<Problem> {
  yield* kubernetesName('metadata.name', name);
  yield* validateHosts(spec);
  yield* validateAddresses(spec);
  yield* validatePorts(spec);
  yield* validateEndpoints(spec);
  if (spec.workloadSelector) {
    yield* selectorLabels('spec.workloadSelector.labels', spec.workloadSelector.labels);
  }
  if (spec.exportTo?.join() !== '~') {
    yield* exportTo('spec.exportTo', spec.exportTo);
  }
}

function* validateHosts({ hosts = [], resolution, endpoints }: ServiceEntrySpec): Iterable<Problem> {
  if (hosts.length === 0) {
    yield { field: 'spec.hosts', message: 'is empty; name the hosts that are called' };
  }
  for (const [i, host] of hosts.entries()) {
    const field = `spec.hosts[${i}]`;
    const isWildcard = host.startsWith('*');
    if (host === '*') {
      yield { field, message: '"*" stands for every host; name hosts, or write "*." and a domain' };
      continue;
    }
    yield* wildcardDomain(field, host);
    if (hosts.indexOf(host) !== i) {
      yield { field, message: `"${host}" is there twice; remove one` };
    }
    if (resolution === 'DYNAMIC_DNS' && !isWildcard) {
      const message = `"${host}" is one host, and DYNAMIC_DNS is for wildcards; use DNS`;
      yield { field, message };
    } else if (isDns(resolution) && isWildcard && !endpoints?.length) {
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
    const field = `spec.addresses[${i}]`;
    yield* subnet(field, address);
    if (resolution === 'DYNAMIC_DNS') {
      yield { field, message: `"${address}" is not used with DYNAMIC_DNS; remove it` };
    } else if (address.includes('/') && isDns(resolution)) {
      const message = `"${address}" is a block of addresses, which ${resolution} cannot have; use NONE or STATIC`;
      yield { field, message };
    }
  }
}

function* validatePorts({ ports = [], resolution, hosts = [] }: ServiceEntrySpec): Iterable<Problem> {
  for (const [i, { name, number, protocol = '', targetPort }] of ports.entries()) {
    const field = `spec.ports[${i}]`;
    yield* dnsLabel(`${field}.name`, name);
    yield* port(`${field}.number`, number);
    yield* servicePortProtocol(`${field}.protocol`, protocol);
    if (targetPort !== undefined) {
      yield* port(`${field}.targetPort`, targetPort);
    }
    const sameName = ports.findIndex((other) => other.name === name);
    if (sameName < i) {
      const message = `"${name}" names spec.ports[${sameName}] too; give each port a name of its own`;
      yield { field: `${field}.name`, message };
    }
    const sameNumber = ports.findIndex((other) => other.number === number);
    if (sameNumber < i) {
      const message = `${number} is the number of spec.ports[${sameNumber}] too; remove one of them`;
      yield { field: `${field}.number`, message };
    }
    const spoken = protocol.toUpperCase();
    if (resolution === 'DYNAMIC_DNS' && !DYNAMIC_DNS_PROTOCOLS.includes(spoken)) {
      const message = `names no host that DYNAMIC_DNS could look up; use one of ${DYNAMIC_DNS_PROTOCOLS.join(', ')}`;
      yield { field: `${field}.protocol`, message: protocol ? `"${protocol}" ${message}` : message };
    } else if (hosts.length > 1 && (resolution ?? 'NONE') !== 'NONE' && !isHttp(spoken) && !isTls(spoken)) {
      const message = `${protocol || 'without protocol'} does not tell spec.hosts apart; write a ServiceEntry for each host`;
      yield { field: `${field}.protocol`, message };
    }
  }
}

function* validateEndpoints(spec: ServiceEntrySpec): Iterable<Problem> {
  const { endpoints = [], workloadSelector } = spec;
  const resolution: string = spec.resolution ?? 'NONE';
  const field = 'spec.endpoints';
  if (endpoints.length > 0 && workloadSelector) {
    yield { field, message: 'do not go with spec.workloadSelector; keep one of them' };
  }
  if (workloadSelector && resolution === 'NONE') {
    const message = 'is not looked at with resolution NONE; use STATIC';
    yield { field: 'spec.workloadSelector', message };
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
    };
  }
  if (resolution === 'DNS_ROUND_ROBIN' && endpoints.length > 1) {
    yield { field, message: `are ${endpoints.length}, and DNS_ROUND_ROBIN takes one; use DNS` };
  }
  for (const [i, endpoint] of endpoints.entries()) {
    yield* validateEndpoint(`${field}[${i}]`, endpoint);
    yield* validateEndpointOf(spec, `${field}[${i}]`, endpoint);
  }
}

function* validateEndpointOf(
  { ports = [], resolution }: ServiceEntrySpec,
  field: string,
  { address = '', ports: own = {} }: ServiceEntrySpecEndpoints,
): Iterable<Problem> {
  const isSocket = address.startsWith('unix://');
  if (resolution === 'STATIC' && address !== '' && !isSocket && !isIpAddress(address)) {
    const message = `"${address}" is no IP address, as STATIC needs; use DNS for names`;
    yield { field: `${field}.address`, message };
  } else if (isDns(resolution) && (isSocket || address === '')) {
    const message = `"${address}" is neither an IP address nor a name, as ${resolution} needs; use STATIC`;
    yield { field: `${field}.address`, message };
  }
  if (isSocket && ports.length !== 1) {
    const message = `"${address}" is a unix socket, for which the entry must have exactly one port, not ${ports.length}`;
    yield { field: `${field}.address`, message };
  }
  const known = ports.map(({ name }) => name);
  for (const name of Object.keys(own)) {
    if (!known.includes(name)) {
      const message = `has "${name}", which is not the name of a port of the entry; use one of: ${known.join(', ')}`;
      yield { field: `${field}.ports`, message };
    }
  }
}
