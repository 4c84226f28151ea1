import * as constructs from './constructs';
import { checkArguments } from './constructs/arguments/checked-arguments';

checkArguments(constructs);

export * from './app';
export {
  type CheckedObject,
  type CheckMessage,
  type CheckOptions,
  describeMessage,
  type FailOn,
  type Level,
} from './checks';
export * from './constructs';
export type { TracedClient } from './constructs/traced-clients';
export { type CoveredPart, describeCoverage, type MeshCoverage, type MeshPart } from './coverage';
export {
  type Aspect,
  type AspectChange,
  type Change,
  type Decider,
  type Difference,
  describeDiff,
  diffAsMarkdown,
  type Entrance,
  type MeshDiff,
  type RequestClass,
  type Side,
  type Undecided,
} from './diff';
export type { IstioVersion } from './istiod/istio-version';
export type { FieldPath } from './manifests/manifest';
export {
  type AppLike,
  type ChartLike,
  describeHop,
  describeOutcome,
  describeTrace,
  InvalidRequest,
  k3dPorts,
  type MeshModelOptions,
  type Profile,
  type Source,
  type SpokenProtocol,
} from './routing';
export type * from './routing/result';
export { describeRequest } from './tracing/describe-request';
export { diff } from './tracing/diff';
export { MeshModel, type ModelOptions, type ModelSource } from './tracing/mesh-model';
export type { TraceRequest } from './tracing/request';
export { trace } from './tracing/trace';
export { check } from './validation/check';
export { IstioValidation, type IstioValidationProps } from './validation/istio-validation';
export type {
  Validation,
  ValidationContext,
  ValidationReport,
  ValidationViolatingResource,
  ValidationViolation,
} from './validation/validation';
