import { type IstioVersion, isAtLeast } from '../../istiod/istio-version';
import type { FieldPath } from '../../manifests/manifest';
import { NO_PROBLEMS, type Problem } from '../problem';
import { NO_EFFECT, REFUSED, WARNED } from '../problem-types';
import { qualifiedHostProblems } from '../values/host-names';
import { repetitions } from '../values/list-problems';
import { isDnsLabel } from '../values/names';

/** The hosts of an egress listener: those that are imported, and from Istio 1.31 on those that are not. (M9, V14) */
export function* validateEgressHosts(
  field: FieldPath,
  hosts: readonly string[],
  namespace: string | undefined,
  istio: IstioVersion,
): Iterable<Problem> {
  if (hosts.length === 0) {
    yield { field, message: 'is empty; add hosts, "./*", or "~/*" for none' };
  }
  const canExclude = isAtLeast(istio, '1.31');
  for (const [i, host] of hosts.entries()) {
    yield* egressHostProblems([...field, i], host, canExclude);
  }
  yield* overlappingHostProblems(field, hosts, namespace, canExclude);
  yield* canExclude ? exclusionProblems(field, hosts) : noHostsProblems(field, hosts);
}

function egressHostProblems(field: FieldPath, entry: string, canExclude: boolean): readonly Problem[] {
  const isExclusion = entry.startsWith('~') && canExclude;
  const hostEntry = isExclusion ? entry.slice(1) : entry;
  const slash = hostEntry.indexOf('/');
  const namespace = hostEntry.slice(0, Math.max(slash, 0));
  const words = isExclusion ? ['*', '.', ''] : ['*', '.', '~'];
  if (!canExclude && /^~[^/]/.test(entry)) {
    const message = `"${entry}" leaves hosts out, which Istio does from 1.31 on; remove it, or upgrade Istio first`;
    return [{ field, message }];
  }
  if (slash < 0 || !(words.includes(namespace) || isDnsLabel(namespace))) {
    const message = `"${entry}" does not begin with a namespace; write "namespace/host", "./host" or "*/host"`;
    return [{ field, message }];
  }
  if (hostEntry.slice(slash + 1) === '*') {
    return NO_PROBLEMS;
  }
  return qualifiedHostProblems(field, isExclusion ? `*${hostEntry.slice(slash)}` : entry);
}

/** In Istio 1.30, `~` stands for no namespace. */
function* noHostsProblems(field: FieldPath, hosts: readonly string[]): Iterable<Problem> {
  const at = hosts.findIndex((entry) => entry.startsWith('~/'));
  if (at >= 0 && hosts.some((entry) => !entry.startsWith('~/'))) {
    const message = `"${hosts[at]}" means no hosts, but the list has other hosts; remove it`;
    yield { field: [...field, at], message, type: NO_EFFECT };
  }
}

/** What exclusions leave over. `~/*` alone is how to import nothing. */
function* exclusionProblems(field: FieldPath, hosts: readonly string[]): Iterable<Problem> {
  const all = hosts.findIndex((entry) => entry === '~/*' || entry === '~*/*');
  if (all >= 0) {
    if (hosts.length > 1) {
      const message = `"${hosts[all]}" excludes every host from Istio 1.31 on, so the others in the list have no effect; remove it, or remove them`;
      yield { field: [...field, all], message, type: NO_EFFECT };
    }
  } else if (hosts.length > 0 && hosts.every((entry) => entry.startsWith('~'))) {
    const message =
      'has exclusions only, so no host is imported; add "*/*" for all others, or write "~/*" for none';
    yield { field, message, type: NO_EFFECT };
  }
}

/** Hosts that other entries of the list already select. Exclusions select nothing. */
function* overlappingHostProblems(
  field: FieldPath,
  hosts: readonly string[],
  namespace = '.',
  canExclude: boolean,
): Iterable<Problem> {
  const repeated = new Set([...repetitions(hosts)].map(({ at }) => at));
  const selectedHosts = new Map<string, Set<string>>();
  for (const [i, entry] of hosts.entries()) {
    const at = [...field, i];
    if (canExclude && entry.startsWith('~')) {
      if (repeated.has(i)) {
        yield { field: at, message: `"${entry}" appears twice; remove one`, type: NO_EFFECT };
      }
      continue;
    }
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
    if (repeated.has(i)) {
      const message = `"${entry}" appears twice; remove one`;
      yield { field: at, message, type: isSelected ? WARNED : REFUSED };
    } else if (isSelected) {
      const message = `"${entry}" overlaps another host of its namespace; keep one of them`;
      yield { field: at, message, type: WARNED };
    }
  }
  if (selectedHosts.get('*')?.has('*') && selectedHosts.size > 1) {
    const message = 'has "*/*", which means every host, and other entries; remove the others';
    yield { field, message, type: WARNED };
  }
}
