import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Problem } from '../admission';
import { subsetsOf, wholeHost } from './destination-rule/known-subsets';

/** One rendering of one object: where it lives, and what is found wrong with its references on the way. */
export class Rendering {
  readonly problems: Problem[] = [];
  private readonly subsets = new Map<string, ReadonlySet<string> | undefined>();

  /**
   * @param namespace the object's own; undefined when it is left to `kubectl apply`
   * @param root the app
   */
  constructor(
    readonly namespace: string | undefined,
    private readonly root: IConstruct,
  ) {}

  /** Refuses a subset that the app's own DestinationRules for the host do not define. */
  refuseUnknownSubset(field: string, host: string, subset: string): void {
    const whole = wholeHost(host, this.namespace);
    if (!this.subsets.has(whole)) {
      this.subsets.set(whole, subsetsOf(this.root, whole));
    }
    const known = this.subsets.get(whole);
    if (known && !known.has(subset)) {
      this.refuse(
        field,
        `"${subset}" is defined by no DestinationRule for "${host}", whose subsets are: ${[...known].join(', ') || 'none'}; ` +
          'choose one of them, or add it',
      );
    }
  }

  /**
   * The namespace by which the object must qualify the name of another one; undefined when both share theirs.
   */
  foreignNamespace(
    field: string,
    other: { kind: string; name: string; namespace: string | undefined },
  ): string | undefined {
    if (other.namespace === undefined && this.namespace !== undefined) {
      this.refuse(
        field,
        `names ${other.kind} "${other.name}", which has no namespace while this is in "${this.namespace}"; ` +
          'set the namespace of its chart, or its namespaceName where it is a reference',
      );
    }
    return other.namespace === this.namespace ? undefined : other.namespace;
  }

  /** Refuses an object of another namespace, where there is no way to name one. */
  refuseForeign(field: string, other: { kind: string; name: string; namespace: string | undefined }): void {
    const foreign = this.foreignNamespace(field, other);
    if (foreign !== undefined) {
      this.refuse(
        field,
        `names ${other.kind} "${other.name}" of namespace "${foreign}", but reaches only its own; ` +
          'put it into a chart of that namespace',
      );
    }
  }

  refuse(field: string, message: string): void {
    this.problems.push({ field, message });
  }
}

const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** A duration as Istio writes it, in the largest unit that keeps it whole: `90m`, `5s`, `1500ms`. */
export function renderDuration(duration: Duration): string {
  const milliseconds = duration.toMilliseconds({ integral: false });
  const [unit, size] = UNITS.find(([, size]) => milliseconds >= size && milliseconds % size === 0) ?? [
    'ms',
    1,
  ];
  return `${milliseconds / size}${unit}`;
}

/** Renders each value of a map; undefined stays undefined, so that the field is left out. */
export function mapValues<T, U>(
  map: Readonly<Record<string, T>> | undefined,
  render: (value: T, key: string) => U,
): Record<string, U> | undefined {
  return map && Object.fromEntries(Object.entries(map).map(([key, value]) => [key, render(value, key)]));
}

/** A copy that the raw types take, which know no `readonly` lists; undefined for an empty list. */
export function list<T>(values: readonly T[] | undefined): T[] | undefined {
  return Array.isArray(values) && values.length === 0 ? undefined : copy(values);
}

/** Like `list`, but an empty list stays: where leaving it out would mean something else, it is refused. */
export function copy<T>(values: readonly T[] | undefined): T[] | undefined {
  // Anything but a list is a Lazy value, which cdk8s resolves.
  return Array.isArray(values) ? [...values] : (values as T[] | undefined);
}

/** Whether this is the list of a union: `Array.isArray` narrows to lists that are not readonly only. */
export function isList<T>(value: T): value is Extract<T, readonly unknown[]> {
  return Array.isArray(value);
}

/** Makes a name out of a wish that is not among those taken, nor given before. */
export function uniqueNames(names: Iterable<string | undefined>): (wish: string) => string {
  const taken = new Set(names);
  return (wish) => {
    let unique = wish;
    for (let i = 2; taken.has(unique); i++) {
      unique = `${wish}-${i}`;
    }
    taken.add(unique);
    return unique;
  };
}
