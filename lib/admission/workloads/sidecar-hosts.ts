import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { NO_EFFECT, REFUSED, WARNED } from '../problem-types';
import { qualifiedHostProblems } from '../values/host-names';
import { repetitions } from '../values/list-problems';
import { isDnsLabel } from '../values/names';

/** The hosts of an egress listener. */
export function* validateEgressHosts(
  field: FieldPath,
  hosts: readonly string[],
  namespace: string | undefined,
): Iterable<Problem> {
  if (hosts.length === 0) {
    yield { field, message: 'is empty; add hosts, "./*", or "~/*" for none' };
  }
  for (const [i, host] of hosts.entries()) {
    yield* egressHostProblems([...field, i], host);
  }
  yield* overlappingHostProblems(field, hosts, namespace);
}

function egressHostProblems(field: FieldPath, entry: string): readonly Problem[] {
  const slash = entry.indexOf('/');
  const namespace = entry.slice(0, Math.max(slash, 0));
  if (!['*', '.', '~'].includes(namespace) && !isDnsLabel(namespace)) {
    const message = `"${entry}" does not begin with a namespace; write "namespace/host", "./host" or "*/host"`;
    return [{ field, message }];
  }
  return entry.slice(slash + 1) === '*' ? NO_PROBLEMS : qualifiedHostProblems(field, entry);
}

/** Hosts that other entries of the list already select. */
function* overlappingHostProblems(
  field: FieldPath,
  hosts: readonly string[],
  namespace = '.',
): Iterable<Problem> {
  const repeated = new Set([...repetitions(hosts)].map(({ at }) => at));
  const selectedHosts = new Map<string, Set<string>>();
  for (const [i, entry] of hosts.entries()) {
    const slash = entry.indexOf('/');
    const host = entry.slice(slash + 1);
    const hostNamespace = entry.slice(0, slash).replace(/^\.$/, namespace);
    const selected = selectedHosts.get(hostNamespace) ?? new Set<string>();
    if (slash >= 0) {
      selectedHosts.set(hostNamespace, selected);
    }
    const isSelected =
      slash >= 0 && (host === '*' ? selected.size > 0 : selected.has(host) || selected.has('*'));
    selected.add(host);
    const at = [...field, i];
    if (repeated.has(i)) {
      const message = `"${entry}" appears twice; remove one`;
      yield { field: at, message, type: isSelected ? WARNED : REFUSED };
    } else if (isSelected) {
      const message = `"${entry}" overlaps another host of its namespace; keep one of them`;
      yield { field: at, message, type: WARNED, mayBeMeant: true };
    }
    if (entry.startsWith('~/') && hosts.length > 1 && !repeated.has(i)) {
      const message = `"${entry}" means no hosts, but the list has other hosts; remove it`;
      yield { field: at, message, type: NO_EFFECT };
    }
  }
  if (selectedHosts.get('*')?.has('*') && selectedHosts.size > 1) {
    const message = 'has "*/*", which means every host, and other entries; remove the others';
    yield { field, message, type: WARNED, mayBeMeant: true };
  }
}
