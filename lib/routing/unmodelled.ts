import type { ObjectRef } from '../manifests/object-ref';
import type { OutcomeKind } from './result';

/** What comes of requests that such an object has its hands on. */
export function unmodelledBy(object: ObjectRef): OutcomeKind & { because: string } {
  return { is: 'unmodelled', object, because: `what ${object.kind}s do to requests is not modelled` };
}
