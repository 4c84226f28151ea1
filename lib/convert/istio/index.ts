import type { Code, Expression } from '../../code';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import type { References } from '../references';

/** How a construct makes an object of Istio. */
export interface Raised {
  /** The class, or the static method that makes the construct. */
  readonly construct: Expression;
  /** Whether `construct` is a method that is called without `new`. */
  readonly isMethod?: boolean;
  /**
   * The properties without `metadata`, which is added. `Expression.at(field)` says which field of the manifest an expression
   * says, so that the comments at the field move to it.
   */
  readonly props: Readonly<Record<string, Code>>;
  /** Annotations that the properties say, and that `metadata` must not repeat. */
  readonly saidAnnotations?: readonly string[];
}

/** A field that the construct of an object cannot say exactly. */
export interface Unsaid {
  readonly unsaid: FieldPath;
}

/**
 * The construct that makes an object of Istio. Whoever calls this compares the object that the construct makes with the manifest,
 * so an answer may be wrong for rare values; it must not throw.
 *
 * @returns undefined if there is no construct for the kind
 */
export function istioConstruct(_manifest: Manifest, _references: References): Raised | Unsaid | undefined {
  return undefined;
}
