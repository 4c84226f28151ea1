import type { FieldPath } from '../../manifests/manifest';
import type { ObjectRef, Source, TraceRequest } from '../../routing';
import type { Change } from '../fates/change';
import type { Aspect } from '../fates/fate';

/** Requests whose fate changes in one way, and one of them to try. */
export interface Difference {
  /** The most consequential part of the change. */
  readonly change: Change;
  readonly requests: RequestClass;
  /** One of the requests. */
  readonly witness: TraceRequest;
  readonly old: Side;
  readonly new: Side;
  /** Everything that the client or the destination notices. */
  readonly aspects: readonly AspectChange[];
  /** Whether a request, whose source is among those of the entrances, is one of the requests. */
  includes(request: TraceRequest): boolean;
}

/** Requests that could not be compared. */
export interface Undecided {
  readonly requests: RequestClass;
  /** What about the requests is too much to compare. */
  readonly because: string;
  /** Whether a request, whose source is among those of the entrances, is one of the requests. */
  includes(request: TraceRequest): boolean;
}

/** Requests that are alike. */
export interface RequestClass {
  readonly entrances: readonly Entrance[];
  /** What else the requests have in common, such as `header x-group "beta"`. */
  readonly conditions: readonly string[];
}

/** Where requests come from, and what they call. */
export interface Entrance {
  readonly sources: readonly Source[];
  readonly scheme: 'http' | 'https' | 'tcp';
  readonly port: number;
  /** `shop.example.com`, `*.example.com` for those that are not named elsewhere, `any other host` or `any host`. */
  readonly hosts: string;
}

/** What becomes of the requests in one of the meshes. */
export interface Side {
  /** What the client gets, with the probability of each outcome unless it is the only one. */
  readonly outcomes: readonly string[];
  /** The routes and the policies that decide. */
  readonly decidedBy: readonly Decider[];
}

/** A part of an object that has a say in the fate of requests. */
export interface Decider {
  /** `VirtualService shop/reviews http[1] match[0]`. */
  readonly words: string;
  readonly object: ObjectRef;
  readonly field: FieldPath;
}

/** What is different about one part of the fate. */
export interface AspectChange {
  readonly aspect: Aspect;
  readonly old: string;
  readonly new: string;
}
