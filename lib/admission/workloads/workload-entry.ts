import type { WorkloadEntrySpec } from '../../../imports/networking.istio.io';
import { isIpAddress } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { isFqdn } from '../values/host-names';
import { labelProblems } from '../values/labels';
import { dnsLabelProblems } from '../values/names';
import { countProblems } from '../values/numbers';
import { portProblems, unixSocketProblems } from '../values/ports-and-subnets';

/** What is wrong with a WorkloadEntry. */
export function validateWorkloadEntry({ spec }: AdmissionObject<WorkloadEntrySpec>): Iterable<Problem> {
  return validateEndpoint(['spec'], spec);
}

/** An endpoint: a WorkloadEntry, or an entry of `endpoints` of a ServiceEntry. */
export function* validateEndpoint(field: FieldPath, endpoint: WorkloadEntrySpec): Iterable<Problem> {
  const { address, network } = endpoint;
  if (!address && !network) {
    const message = 'is missing; write an IP address or a host name, or set network';
    yield { field: [...field, 'address'], message };
  } else if (!address) {
    const message = `is missing, so requests go through the gateway of network "${network}"; write the address if that is not intended`;
    yield { field: [...field, 'address'], message, type: WARNED };
  }
  yield* validateTemplate(field, endpoint);
}

/** The settings that the members of a WorkloadGroup have in common. Their addresses are not known. */
export function* validateTemplate(field: FieldPath, endpoint: WorkloadEntrySpec): Iterable<Problem> {
  const { address, labels, locality, ports, weight } = endpoint;
  const isSocket = address?.startsWith('unix://');
  if (isSocket) {
    yield* unixSocketProblems([...field, 'address'], address ?? '');
  } else if (address) {
    yield* addressProblems([...field, 'address'], address);
  }
  for (const [name, number] of Object.entries(ports ?? {})) {
    yield* dnsLabelProblems([...field, 'ports'], name);
    yield* portProblems([...field, 'ports', name], number);
  }
  if (isSocket && ports) {
    const message = `cannot be used with the Unix domain socket "${address}"; remove it`;
    yield { field: [...field, 'ports'], message };
  }
  yield* labelProblems([...field, 'labels'], labels);
  yield* countProblems([...field, 'weight'], weight, 'weight');
  if (locality !== undefined && !/^[^/]+(\/[^/]+){0,2}$/.test(locality)) {
    const message = `"${locality}" is not a locality; write "region", "region/zone" or "region/zone/subzone"`;
    yield { field: [...field, 'locality'], message, type: UNUSABLE_VALUE };
  }
}

function addressProblems(field: FieldPath, address: string): readonly Problem[] {
  if (isIpAddress(address) || isFqdn(address)) {
    return NO_PROBLEMS;
  }
  const message = `"${address}" is neither an IP address, a host name nor "unix://" followed by a path; write one of them`;
  return [{ field, message }];
}
