import { isWildcard } from './hosts';

/** Values by host names, of which a wildcard stands for all names that end like it. (0.3) */
export class HostIndex<Value> {
  private readonly exact = new Map<string, Value>();
  /** By what follows the `*`. */
  private readonly wildcards = new Map<string, Value>();
  /** Of what follows the `*`, longest first. */
  private lengths: readonly number[] | undefined;
  private reversed: readonly (readonly [string, Value, string])[] | undefined;

  get size(): number {
    return this.exact.size + this.wildcards.size;
  }

  get(host: string): Value | undefined {
    return isWildcard(host) ? this.wildcards.get(host.slice(1)) : this.exact.get(host);
  }

  set(host: string, value: Value): void {
    if (isWildcard(host)) {
      this.wildcards.set(host.slice(1), value);
    } else {
      this.exact.set(host, value);
    }
    this.lengths = undefined;
    this.reversed = undefined;
  }

  /** Of the hosts that stand for this one, the value of the most specific: itself, or the longest wildcard. */
  mostSpecific(host: string): Value | undefined {
    return this.get(host) ?? first(this.wildcardsOver(isWildcard(host) ? host.slice(1) : host));
  }

  /** The value of an exact host, or of the longest wildcard that leaves something for its `*`. (D1) */
  answering(host: string): Value | undefined {
    return this.exact.get(host) ?? first(this.wildcardsOver(host, 1));
  }

  /** Values of all hosts that stand for every name this one stands for, itself among them. */
  supersetsOf(host: string): Value[] {
    const exact = isWildcard(host) ? undefined : this.exact.get(host);
    const over = [...this.wildcardsOver(isWildcard(host) ? host.slice(1) : host)];
    return exact === undefined ? over : [exact, ...over];
  }

  /** Hosts, with their values, that a wildcard stands for, without itself. */
  subsetsOf(wildcard: string): (readonly [string, Value])[] {
    const beginning = backwards(wildcard.slice(1));
    this.reversed ??= [
      ...[...this.exact].map(([host, value]) => [backwards(host), value, host] as const),
      ...[...this.wildcards].map(([suffix, value]) => [backwards(suffix), value, `*${suffix}`] as const),
    ].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    const found: (readonly [string, Value])[] = [];
    for (let at = firstNotBelow(this.reversed, beginning); at < this.reversed.length; at++) {
      const [name, value, host] = this.reversed[at] as readonly [string, Value, string];
      if (!name.startsWith(beginning)) {
        break;
      }
      if (host !== wildcard) {
        found.push([host, value]);
      }
    }
    return found;
  }

  private *wildcardsOver(name: string, atLeast = 0): Iterable<Value> {
    this.lengths ??= [...new Set([...this.wildcards.keys()].map(({ length }) => length))].sort(
      (a, b) => b - a,
    );
    for (const length of this.lengths) {
      const value =
        length + atLeast <= name.length ? this.wildcards.get(name.slice(name.length - length)) : undefined;
      if (value !== undefined) {
        yield value;
      }
    }
  }
}

function first<Value>(values: Iterable<Value>): Value | undefined {
  for (const value of values) {
    return value;
  }
  return undefined;
}

function backwards(text: string): string {
  return text.split('').reverse().join('');
}

function firstNotBelow(sorted: readonly (readonly [string, ...unknown[]])[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.[0] ?? '') < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
