import { InvalidRequest, type Outcome, type TraceRequest } from '../../../routing';
import type { LoadedMesh } from '../loaded-mesh';

/** What the client got before something was edited, or why that cannot be said. */
export function outcomesBefore(base: LoadedMesh, request: TraceRequest): readonly Outcome[] | string {
  try {
    return base.trace(request).outcomes;
  } catch (error) {
    if (error instanceof InvalidRequest) {
      return `This could not be asked: ${error.message}`;
    }
    throw error;
  }
}
