export { describeHop, describeOutcome, describeTrace } from './describe';
export { describeRequest } from './describe-request';
export { k3dPorts } from './k3d-ports';
export { MeshModel, type MeshModelOptions } from './mesh-model';
export type { AppLike, ChartLike, ObjectSource } from './model-source';
export { parseRequest } from './parse-request';
export { InvalidRequest, type Source, type TraceRequest } from './request';
export type * from './result';
export { trace } from './trace';
