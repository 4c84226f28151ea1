import type { FieldPath } from '../../manifests/manifest';
import type { ObjectRef, Source, TraceRequest } from '../../routing';
import type { AspectChange, Change } from '../fates/change';

/** Requests whose fate changes in one way, and one of them to try. */
export interface Difference {
  /** The most consequential part of the change. */
  readonly change: Change;
  /** The requests, in words. */
  readonly requests: RequestClass;
  /** One of the requests. */
  readonly witness: TraceRequest;
  /** What becomes of the witness in the old mesh. */
  readonly old: Side;
  /** What becomes of the witness in the new mesh. */
  readonly new: Side;
  /** Everything that the client or the destination notices. */
  readonly aspects: readonly AspectChange[];
  /** Whether a request, whose source is among those of the entrances, is one of the requests. */
  includes(request: TraceRequest): boolean;
}

/** Requests that could not be compared. */
export interface Undecided {
  /** The requests, in words. */
  readonly requests: RequestClass;
  /** What about the requests is too much to compare. */
  readonly because: string;
  /** Whether a request, whose source is among those of the entrances, is one of the requests. */
  includes(request: TraceRequest): boolean;
}

/** Requests that are alike. */
export interface RequestClass {
  /** The places that the requests come from, and the hosts that they call. */
  readonly entrances: readonly Entrance[];
  /** What else the requests have in common, such as `header x-group "beta"`. */
  readonly conditions: readonly string[];
}

/** Where requests come from, and what they call. */
export interface Entrance {
  /** The gateway, or workloads whose requests are treated alike. */
  readonly sources: readonly Source[];
  /** `tcp` for connections of which no HTTP is read. */
  readonly scheme: 'http' | 'https' | 'tcp';
  /** The port that the client connects to. */
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
  /** The object that decides. */
  readonly object: ObjectRef;
  /** The field of the object that decides, such as `['spec', 'http', 1]`. */
  readonly field: FieldPath;
}
