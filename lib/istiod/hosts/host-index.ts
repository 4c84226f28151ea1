import { compareTexts } from '../oldest-first';
import { isWildcard } from './host-matching';

/** No DNS name is longer, so a longer wildcard covers no host. */
const MAX_DNS_NAME = 255;

/** Values by host name. No question about wildcards looks at every host. (0.3) */
export class HostIndex<Value> {
  private readonly exact = new Map<string, Value>();
  /** Values of wildcards by what follows the `*`. */
  private readonly wildcards = new Map<string, Value>();
  /** The lengths of what follows the `*`, longest first. */
  private lengths: readonly number[] | undefined;
  private sorted: readonly Backwards<Value>[] | undefined;

  /** @param entries of one host, the last counts */
  constructor(entries: Iterable<readonly [host: string, value: Value]> = []) {
    for (const [host, value] of entries) {
      this.set(host, value);
    }
  }

  get size(): number {
    return this.exact.size + this.wildcards.size;
  }

  /** The values of all hosts. */
  *values(): Iterable<Value> {
    yield* this.exact.values();
    yield* this.wildcards.values();
  }

  /** The value of the host that is spelled like this. */
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
    this.sorted = undefined;
  }

  /** The value of the most specific host that covers all of `host`: of the host itself, or of the longest wildcard. */
  mostSpecific(host: string): Value | undefined {
    return this.get(host) ?? (this.wildcards.size > 0 ? first(this.wildcardsOver(host)) : undefined);
  }

  /** The value of the host that answers to a name: of the name, or of the longest wildcard whose `*` is not empty. (D1) */
  answering(name: string): Value | undefined {
    return this.exact.get(name) ?? (this.wildcards.size > 0 ? first(this.suffixesOf(name, 1)) : undefined);
  }

  /** The values of the hosts that cover all of `host`, the most specific first. */
  *covering(host: string): Iterable<Value> {
    const exact = isWildcard(host) ? undefined : this.exact.get(host);
    if (exact !== undefined) {
      yield exact;
    }
    yield* this.wildcardsOver(host);
  }

  /** Whether some host covers all of `host`. */
  covers(host: string): boolean {
    return first(this.covering(host)) !== undefined;
  }

  /** The values of the wildcards that cover all of `host`, the most specific first. */
  wildcardsOver(host: string): Iterable<Value> {
    return this.suffixesOf(withoutStar(host), 0);
  }

  /** The hosts that a wildcard covers, itself excepted, with their values. */
  *coveredBy(wildcard: string): Iterable<readonly [host: string, value: Value]> {
    this.sorted ??= [
      ...this.exact,
      ...[...this.wildcards].map(([name, value]) => [`*${name}`, value] as const),
    ]
      .map(([host, value]) => ({ name: backwards(withoutStar(host)), host, value }))
      .sort((a, b) => compareTexts(a.name, b.name));
    // Read backwards, the hosts under a wildcard begin alike, so they stand next to each other once sorted.
    const beginning = backwards(withoutStar(wildcard));
    for (let at = firstFrom(this.sorted, beginning); at < this.sorted.length; at++) {
      const { name, host, value } = this.sorted[at] as Backwards<Value>;
      if (!name.startsWith(beginning)) {
        return;
      }
      if (host !== wildcard) {
        yield [host, value];
      }
    }
  }

  /** The values of the hosts that have a name in common with `host`. */
  *matching(host: string): Iterable<Value> {
    yield* this.covering(host);
    if (isWildcard(host)) {
      for (const [, value] of this.coveredBy(host)) {
        yield value;
      }
    }
  }

  /** Whether some host has a name in common with `host`. */
  matches(host: string): boolean {
    return first(this.matching(host)) !== undefined;
  }

  /** The values of the wildcards that end like a name, and leave at least some of its characters to the `*`. */
  private *suffixesOf(name: string, atLeast: number): Iterable<Value> {
    this.lengths ??= [...new Set([...this.wildcards.keys()].map(({ length }) => length))]
      .filter((length) => length < MAX_DNS_NAME)
      .sort((a, b) => b - a);
    for (const length of this.lengths) {
      const value =
        length + atLeast <= name.length ? this.wildcards.get(name.slice(name.length - length)) : undefined;
      if (value !== undefined) {
        yield value;
      }
    }
  }
}

/** A host whose name is read from its end. */
interface Backwards<Value> {
  readonly name: string;
  readonly host: string;
  readonly value: Value;
}

function first<Value>(values: Iterable<Value>): Value | undefined {
  for (const value of values) {
    return value;
  }
  return undefined;
}

function withoutStar(host: string): string {
  return isWildcard(host) ? host.slice(1) : host;
}

function backwards(text: string): string {
  return text.split('').reverse().join('');
}

/** By halving: the place of the first name that is not before the wanted one. */
function firstFrom(sorted: readonly { readonly name: string }[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.name ?? '') < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
