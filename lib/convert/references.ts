import type { Expression } from '../code';
import type { Kind } from '../manifests/kinds';
import type { Manifest } from '../manifests/manifest';

/** A construct of the app that another construct can refer to. */
export interface Referenced {
  /** The construct. */
  readonly code: Expression;
  /** The object that it makes. */
  readonly manifest: Manifest;
}

/**
 * The other constructs of the app, as one object asks for them. An answer is undefined if no such object is among the input,
 * or if the object cannot refer to it: because the other construct comes later in the app, or because one of the two leaves its
 * namespace to `kubectl apply`. The object is then named by a text.
 */
export interface References {
  /** All objects of the input. */
  readonly all: readonly Manifest[];

  /**
   * The object with this kind and name.
   *
   * @param namespace the namespace; that of the asking object if it is left out
   */
  object(kind: Kind, name: string, namespace?: string): Referenced | undefined;

  /** The Service that a host means for the asking object, whether the host is a short or a full name. */
  service(host: string): Referenced | undefined;

  /** The only ServiceEntry that has exactly this host. */
  serviceEntry(host: string): Referenced | undefined;

  /** The only DestinationRule for the host, as the asking object means it, that defines the subset. */
  destinationRule(host: string, subset: string): Referenced | undefined;

  /**
   * The only object that runs pods and selects them by exactly these labels.
   *
   * @param namespace the namespace; that of the asking object if it is left out
   */
  workload(labels: Readonly<Record<string, string>>, namespace?: string): Referenced | undefined;

  /**
   * A construct for an object that is not among the input, such as `Gateway.fromGatewayName(scope, id, name)`. It is made once
   * in each chart that needs it.
   */
  outside(object: OutsideObject, make: (scope: Expression, id: string) => Expression): Expression;
}

/** An object that is not among the input. */
export interface OutsideObject {
  readonly kind: string;
  readonly name: string;
  /** Undefined if it is the namespace of the asking object. */
  readonly namespace?: string;
}
