import * as constructs from './constructs';
import { checkArguments } from './constructs/arguments/checked-arguments';

checkArguments(constructs);

export * from './app';
export * from './constructs';
export type { IstioVersion } from './istiod/istio-version';
export {
  type AppLike,
  type ChartLike,
  describeHop,
  describeOutcome,
  describeRequest,
  describeTrace,
  InvalidRequest,
  k3dPorts,
  type MeshModelOptions,
  type Profile,
  type Source,
  type SpokenProtocol,
  type TraceRequest,
} from './routing';
export type * from './routing/result';
export { MeshModel, type ModelSource } from './tracing/mesh-model';
export { trace } from './tracing/trace';
