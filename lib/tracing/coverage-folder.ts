import type { MeshPart } from '../coverage';
import type { TraceRequest } from '../routing';

/** The folder that tests write to what they ask about; none if it is not set. */
export const COVERAGE = 'CDK8S_ISTIO_COVERAGE';

/** A line of a file in the folder: parts of a mesh that a test asks, or a request and the parts that it asks about. */
export type RecordedLine =
  | { readonly parts: readonly MeshPart[] }
  | { readonly request: TraceRequest; readonly asked: readonly string[] };
