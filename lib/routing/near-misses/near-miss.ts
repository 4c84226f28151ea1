import type { ObjectRef } from '../../manifests/object-ref';

/** An object that almost took a request. */
export interface NearMiss {
  /** The object. */
  readonly object: ObjectRef;
  /** Why it does not take the request, in words that follow its name. */
  readonly because: string;
}
