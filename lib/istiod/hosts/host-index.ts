import { isWildcard } from './hosts';

/** Values by host name, for the questions that wildcards raise; none of them looks at every host. */
export class HostIndex<Value> {
  private readonly byHost: ReadonlyMap<string, Value>;
  private readonly bySuffix = new Map<string, Value>();
  /** How long the suffixes of wildcards are, the longest first. */
  private readonly lengths: readonly number[];
  private sorted?: readonly (readonly [backwards: string, host: string])[];

  /** @param entries of one host, the last counts */
  constructor(entries: Iterable<readonly [host: string, value: Value]>) {
    this.byHost = new Map(entries);
    const lengths = new Set<number>();
    for (const [host, value] of this.byHost) {
      if (isWildcard(host)) {
        this.bySuffix.set(host.slice(1), value);
        lengths.add(host.length - 1);
      }
    }
    this.lengths = [...lengths].sort((a, b) => b - a);
  }

  /** The value of a host that is spelled like this. */
  get(host: string): Value | undefined {
    return this.byHost.get(host);
  }

  /** The values of the hosts that cover all of `host`, the most specific first. (0.3) */
  *covering(host: string): Iterable<Value> {
    if (!isWildcard(host) && this.byHost.has(host)) {
      yield this.byHost.get(host) as Value;
    }
    yield* this.wildcardsOver(host);
  }

  /** The values of the wildcards among them. */
  *wildcardsOver(host: string): Iterable<Value> {
    const name = withoutWildcard(host);
    for (const length of this.lengths) {
      const value = length <= name.length ? this.bySuffix.get(name.slice(name.length - length)) : undefined;
      if (value !== undefined) {
        yield value;
      }
    }
  }

  /** The values of the hosts that have a name in common with `host`. (0.3) */
  *matching(host: string): Iterable<Value> {
    yield* this.covering(host);
    if (isWildcard(host)) {
      yield* this.coveredBy(host);
    }
  }

  /** Whether some host has a name in common with `host`. */
  matches(host: string): boolean {
    for (const _ of this.matching(host)) {
      return true;
    }
    return false;
  }

  /** Read backwards, the names under a wildcard begin alike, so that they stand next to each other once sorted. */
  private *coveredBy(wildcard: string): Iterable<Value> {
    this.sorted ??= [...this.byHost.keys()]
      .map((host) => [backwards(withoutWildcard(host)), host] as const)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const beginning = backwards(withoutWildcard(wildcard));
    for (let i = firstFrom(this.sorted, beginning); i < this.sorted.length; i++) {
      const [name, host] = this.sorted[i] as readonly [string, string];
      if (!name.startsWith(beginning)) {
        return;
      }
      if (host !== wildcard) {
        yield this.byHost.get(host) as Value;
      }
    }
  }
}

function withoutWildcard(host: string): string {
  return isWildcard(host) ? host.slice(1) : host;
}

function backwards(text: string): string {
  return text.split('').reverse().join('');
}

function firstFrom(sorted: readonly (readonly [string, string])[], name: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as readonly [string, string])[0] < name) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
