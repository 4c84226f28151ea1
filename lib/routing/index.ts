export { describeHop, describeOutcome, describeTrace } from './describe';
export { k3dPorts } from './k3d-ports';
export { type AppLike, MeshModel, type MeshModelOptions } from './mesh-model';
export { InvalidRequest, type Source, type TraceRequest } from './request';
export type * from './result';
export { trace } from './trace';
