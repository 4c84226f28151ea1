import type { WorkloadEntrySpec } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import {
  dnsLabelProblems,
  hostProblems,
  isIpAddress,
  labelProblems,
  portProblems,
  unixSocketProblems,
  wholeNumberProblems,
} from '../values/values';

/** What is wrong with a WorkloadEntry, by itself: whether a ServiceEntry selects it is not looked at. */
export function* validateWorkloadEntry({ spec }: AdmissionObject<WorkloadEntrySpec>): Iterable<Problem> {
  yield* validateEndpoint(['spec'], spec);
}

/** An endpoint: a WorkloadEntry, or one that a ServiceEntry lists. */
export function* validateEndpoint(field: FieldPath, endpoint: WorkloadEntrySpec): Iterable<Problem> {
  if (!endpoint.address && !endpoint.network) {
    yield {
      field: [...field, 'address'],
      message: 'is missing; write an IP address or a host name, or the network to reach it through',
    };
  }
  if (!endpoint.address && endpoint.network) {
    const message = `is missing, so it is reached through the gateway of network "${endpoint.network}"`;
    yield { field: [...field, 'address'], message, type: WARNED, mayBeMeant: true };
  }
  yield* validateTemplate(field, endpoint);
}

/** What a WorkloadGroup says of all its members, whose addresses are not known. */
export function* validateTemplate(field: FieldPath, endpoint: WorkloadEntrySpec): Iterable<Problem> {
  const { address, locality } = endpoint;
  const isSocket = address?.startsWith('unix://');
  if (isSocket) {
    yield* unixSocketProblems([...field, 'address'], address ?? '');
  } else if (address && (address.includes('*') || !isIpAddress(address))) {
    yield* addressProblems([...field, 'address'], address);
  }
  for (const [name, number] of Object.entries(endpoint.ports ?? {})) {
    yield* dnsLabelProblems([...field, 'ports'], name);
    yield* portProblems([...field, 'ports', name], number);
  }
  if (isSocket && endpoint.ports) {
    yield { field: [...field, 'ports'], message: `are beside the unix socket "${address}"; remove them` };
  }
  yield* labelProblems([...field, 'labels'], endpoint.labels);
  yield* wholeNumberProblems([...field, 'weight'], endpoint.weight, 'weight');
  if (locality !== undefined && !/^[^/]+(\/[^/]+){0,2}$/.test(locality)) {
    const message = `"${locality}" is no locality; write "region", "region/zone" or "region/zone/subzone"`;
    yield { field: [...field, 'locality'], message, type: UNUSABLE_VALUE };
  }
}

function* addressProblems(field: FieldPath, value: string): Iterable<Problem> {
  const [problem] = [...hostProblems(field, value)];
  if (value.startsWith('*') || problem) {
    yield { field, message: `"${value}" is neither an IP address, a host name nor "unix://" and a path` };
  }
}
