import type { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { IST9043 } from '../catalogue/construct-codes';
import { IST0101 } from '../catalogue/istio-traffic-codes';
import type { MessageType } from '../catalogue/message-type';
import type { FieldPath } from '../manifests/manifest';
import { subsetsOf, wholeHost } from './destination-rule/known-subsets';
import type { Mistake } from './mistakes';

/** One rendering of one object. It knows the object's namespace and collects the mistakes in its references. */
export class Rendering {
  readonly mistakes: Mistake[] = [];
  private readonly subsets = new Map<string, ReadonlySet<string> | undefined>();

  /**
   * @param namespace the namespace of the object; undefined if `kubectl apply` decides it
   * @param root the app
   */
  constructor(
    readonly namespace: string | undefined,
    private readonly root: IConstruct,
  ) {}

  /** Refuses a subset that none of the app's DestinationRules for the host defines. */
  refuseUnknownSubset(field: FieldPath, host: string, subset: string): void {
    const whole = wholeHost(host, this.namespace);
    if (!this.subsets.has(whole)) {
      this.subsets.set(whole, subsetsOf(this.root, whole));
    }
    const known = this.subsets.get(whole);
    if (known && !known.has(subset)) {
      this.refuse(
        field,
        `"${subset}" is unknown: no DestinationRule defines subset "${subset}" of "${host}", whose subsets are: ` +
          `${[...known].join(', ') || 'none'}; use one of them, or add it`,
        IST0101,
      );
    }
  }

  /**
   * The namespace with which the object must qualify the name of another object; undefined if both are in one
   * namespace.
   */
  foreignNamespace(
    field: FieldPath,
    other: { kind: string; name: string; namespace: string | undefined },
  ): string | undefined {
    if (other.namespace === undefined && this.namespace !== undefined) {
      this.refuse(
        field,
        `refers to ${other.kind} "${other.name}", which has no namespace, but this object is in "${this.namespace}"; ` +
          'set the namespace of its chart, or its namespaceName if it is a reference',
      );
    }
    return other.namespace === this.namespace ? undefined : other.namespace;
  }

  /** Refuses an object of another namespace, for fields that can only name objects of their own namespace. */
  refuseForeign(
    field: FieldPath,
    other: { kind: string; name: string; namespace: string | undefined },
  ): void {
    const foreign = this.foreignNamespace(field, other);
    if (foreign !== undefined) {
      this.refuse(
        field,
        `refers to ${other.kind} "${other.name}" in namespace "${foreign}", but can only refer to its own namespace; ` +
          'put it into a chart of that namespace',
      );
    }
  }

  /** Adds a mistake, which synthesis reports after the rendering. */
  refuse(field: FieldPath, message: string, type: MessageType = IST9043): void {
    this.mistakes.push({ field, message, type });
  }
}

/** The units of durations: as cdk8s and Istio name them, and in milliseconds. */
export const UNITS = [
  ['hours', 'h', 3_600_000],
  ['minutes', 'm', 60_000],
  ['seconds', 's', 1000],
  ['millis', 'ms', 1],
] as const;

/**
 * A duration as Istio writes it, in the unit in which it was given: `90m`, `60s`, `1500ms`. A duration in days, which Istio
 * does not know, is written in the largest unit that gives a whole number.
 */
export function renderDuration(duration: Duration): string {
  const milliseconds = duration.toMilliseconds({ integral: false });
  // The Duration of an early cdk8s does not tell its unit.
  const given = duration.unitLabel?.();
  const [, unit, size] =
    UNITS.find(([label]) => label === given) ??
    UNITS.find(([, , size]) => milliseconds >= size && milliseconds % size === 0) ??
    UNITS[3];
  // The product of 0.07 and 1000 is a little more than 70.
  return `${Number((milliseconds / size).toPrecision(15))}${unit}`;
}

/** @internal A duration in a field where 0 has a meaning. */
export function renderDurationOrZero(duration: Duration): string {
  return duration.toMilliseconds() === 0 ? '0s' : renderDuration(duration);
}

/** Renders each value of a map. Undefined stays undefined, so that the field is left out. */
export function mapValues<T, U>(
  map: Readonly<Record<string, T>> | undefined,
  render: (value: T, key: string) => U,
): Record<string, U> | undefined {
  return map && Object.fromEntries(Object.entries(map).map(([key, value]) => [key, render(value, key)]));
}

/** A mutable copy, as the raw types require it; undefined for an empty list, so that the field is left out. */
export function list<T>(values: readonly T[] | undefined): T[] | undefined {
  return Array.isArray(values) && values.length === 0 ? undefined : copy(values);
}

/** Like `list`, but an empty list stays, for fields where leaving it out has another meaning. */
export function copy<T>(values: readonly T[] | undefined): T[] | undefined {
  // A value that is not a list is a Lazy value, which cdk8s resolves.
  return Array.isArray(values) ? [...values] : (values as T[] | undefined);
}

/** Whether a value is a list. `Array.isArray` does not narrow to readonly lists. */
export function isList<T>(value: T): value is Extract<T, readonly unknown[]> {
  return Array.isArray(value);
}

/** Returns a function that makes names: each is the wish, with a number if the wish is taken or was given before. */
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
