import type { Code, Expression } from '../../code';

/** How a construct makes an object of Istio. */
export interface Raised {
  /** The class, or the static method that makes the construct. */
  readonly construct: Expression;
  /** Whether `construct` is a method that is called without `new`. */
  readonly isMethod?: boolean;
  /** The properties without `metadata`, which is added. */
  readonly props: Readonly<Record<string, Code>>;
  /** Annotations that the properties say, and that `metadata` must not repeat. */
  readonly saidAnnotations?: readonly string[];
}
