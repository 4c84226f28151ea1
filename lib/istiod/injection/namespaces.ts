import { NAMESPACE } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import { SYSTEM_NAMESPACES } from './injection';

/** The namespaces that are there when the manifests are applied; ask for them by `index.view(namespacesOf)`. */
export function namespacesOf(index: MeshIndex): Namespaces {
  const names = new Set(['default', ...SYSTEM_NAMESPACES]);
  for (const { name } of index.all(NAMESPACE)) {
    names.add(name);
  }
  // What lives in a namespace could not be created without it, whoever makes the namespace.
  for (const manifests of [index.manifests(), index.unread.manifests()]) {
    for (const { namespace } of manifests) {
      if (namespace !== '') {
        names.add(namespace);
      }
    }
  }
  return new Namespaces([...names]);
}

/** Namespaces by what an AuthorizationPolicy calls them. */
export class Namespaces {
  private readonly sorted: readonly string[];
  private readonly backwards: readonly string[];
  private readonly known: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.sorted = [...names].sort();
    this.backwards = names.map(reversed).sort();
    this.known = new Set(names.map((name) => name.toLowerCase()));
  }

  /** Whether there is one of this name, where `*` may stand for its beginning or its end. */
  match(pattern: string): boolean {
    if (pattern.startsWith('*')) {
      return hasPrefix(this.backwards, reversed(pattern.slice(1)));
    }
    if (pattern.endsWith('*')) {
      return hasPrefix(this.sorted, pattern.slice(0, -1));
    }
    return this.known.has(pattern.toLowerCase());
  }
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** By halving: names that begin alike stand together, from where the prefix itself would stand. */
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
