import { NAMESPACE } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import type { Labels } from '../workloads/workloads';

/** The namespaces in which istiod injects no sidecars, whatever the labels say. (J3) */
export const SYSTEM_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
];

/** The labels of a namespace; undefined where the namespace is not among the manifests. */
export function namespaceLabels(index: MeshIndex, namespace: string): Labels | undefined {
  return index.get(NAMESPACE, '', namespace)?.labels;
}

/** Whether the manifests bring their namespaces along. The namespace of Istio belongs to the default profile. */
export function showsNamespaces(index: MeshIndex): boolean {
  return index.all(NAMESPACE).some(({ name }) => name !== index.mesh.rootNamespace);
}

/** The namespaces that exist once the manifests are applied; ask for them by `index.view(namespacesOf)`. */
export function namespacesOf(index: MeshIndex): Namespaces {
  const names = new Set(['default', ...SYSTEM_NAMESPACES]);
  for (const { name } of index.all(NAMESPACE)) {
    names.add(name);
  }
  // An object can only be created in a namespace that exists, whoever creates the namespace.
  for (const manifests of [index.manifests(), index.unread.manifests()]) {
    for (const { namespace } of manifests) {
      if (namespace !== '') {
        names.add(namespace);
      }
    }
  }
  return new Namespaces([...names]);
}

/** Namespaces by the patterns of AuthorizationPolicies. */
export class Namespaces {
  private readonly sorted: readonly string[];
  private readonly sortedBackwards: readonly string[];
  private readonly lowerCased: ReadonlySet<string>;

  constructor(readonly names: readonly string[]) {
    this.sorted = [...names].sort();
    this.sortedBackwards = names.map(reversed).sort();
    this.lowerCased = new Set(names.map((name) => name.toLowerCase()));
  }

  /** Whether there is a namespace with this name, in which `*` may stand for the beginning or the end. */
  match(pattern: string): boolean {
    if (pattern.startsWith('*')) {
      return hasPrefix(this.sortedBackwards, reversed(pattern.slice(1)));
    }
    if (pattern.endsWith('*')) {
      return hasPrefix(this.sorted, pattern.slice(0, -1));
    }
    return this.lowerCased.has(pattern.toLowerCase());
  }
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** A binary search: the names with a prefix stand together, from where the prefix itself would stand. */
function hasPrefix(sorted: readonly string[], prefix: string): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? '') < prefix) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return sorted[from]?.startsWith(prefix) ?? false;
}
