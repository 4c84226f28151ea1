import type { MeshIndex } from '../istiod/mesh-index';
import type { Call } from './request/read-request';
import type { RequestSource } from './sources';

/** A request, who routes it first, and the mesh. */
export interface Question {
  readonly index: MeshIndex;
  readonly source: RequestSource;
  readonly call: Call;
}
