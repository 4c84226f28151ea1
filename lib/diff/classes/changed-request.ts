import type { Trace, TraceRequest } from '../../routing';
import type { ChangedFate } from '../fates/change';

/** A request with two fates, which stands for all that both meshes treat alike. */
export interface ChangedRequest {
  readonly request: TraceRequest;
  readonly old: Trace;
  readonly new: Trace;
  readonly fate: ChangedFate;
}
