import type { WorkloadEntrySpec } from '../../../imports/networking.istio.io';
import { type Problem, UNUSABLE_VALUE, WARNED } from '../problem';
import {
  dnsLabel,
  isIpAddress,
  kubernetesName,
  labels,
  port,
  unixSocket,
  wholeNumber,
  wildcardDomain,
} from '../values/values';

/** What is wrong with a WorkloadEntry, by itself: whether a ServiceEntry selects it is not looked at. */
export function* validateWorkloadEntry(name: string, spec: WorkloadEntrySpec): Iterable<Problem> {
  yield* kubernetesName('metadata.name', name);
  yield* validateEndpoint('spec', spec);
}

/** An endpoint: a WorkloadEntry, or one that a ServiceEntry lists. */
export function* validateEndpoint(field: string, endpoint: WorkloadEntrySpec): Iterable<Problem> {
  if (!endpoint.address && !endpoint.network) {
    yield {
      field: `${field}.address`,
      message: 'is missing; write an IP address or a host name, or the network to reach it through',
    };
  }
  if (!endpoint.address && endpoint.network) {
    const message = `is missing, so it is reached through the gateway of network "${endpoint.network}"`;
    yield { field: `${field}.address`, message, code: WARNED, mayBeMeant: true };
  }
  yield* validateTemplate(field, endpoint);
}

/** What a WorkloadGroup says of all its members, whose addresses are not known. */
export function* validateTemplate(field: string, endpoint: WorkloadEntrySpec): Iterable<Problem> {
  const { address, locality } = endpoint;
  const isSocket = address?.startsWith('unix://');
  if (isSocket) {
    yield* unixSocket(`${field}.address`, address ?? '');
  } else if (address && (address.includes('*') || !isIpAddress(address))) {
    yield* hostName(`${field}.address`, address);
  }
  for (const [name, number] of Object.entries(endpoint.ports ?? {})) {
    yield* dnsLabel(`${field}.ports`, name);
    yield* port(`${field}.ports["${name}"]`, number);
  }
  if (isSocket && endpoint.ports) {
    yield { field: `${field}.ports`, message: `are beside the unix socket "${address}"; remove them` };
  }
  yield* labels(`${field}.labels`, endpoint.labels);
  yield* wholeNumber(`${field}.weight`, endpoint.weight, 'weight');
  if (locality !== undefined && !/^[^/]+(\/[^/]+){0,2}$/.test(locality)) {
    const message = `"${locality}" is no locality; write "region", "region/zone" or "region/zone/subzone"`;
    yield { field: `${field}.locality`, message, code: UNUSABLE_VALUE };
  }
}

function* hostName(field: string, value: string): Iterable<Problem> {
  const [problem] = [...wildcardDomain(field, value)];
  if (value.startsWith('*') || problem) {
    yield { field, message: `"${value}" is neither an IP address, a host name nor "unix://" and a path` };
  }
}
