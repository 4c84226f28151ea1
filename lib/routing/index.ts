export { k3dPorts } from './listener/k3d-ports';
export { MeshModel, type MeshModelOptions } from './mesh-model';
export type { AppLike, ChartLike, ObjectSource } from './model-source';
export { parseRequest } from './request/parse-request';
export { InvalidRequest, type Source, type TraceRequest } from './request/request';
export type * from './result';
export { trace } from './trace';
export { describeHop, describeOutcome, describeTrace } from './words/describe';
export { describeRequest } from './words/describe-request';
