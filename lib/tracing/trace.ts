import { type MeshModel, type Trace, trace as traceThrough } from '../routing';
import { type ModelSource, modelOf } from './mesh-model';
import { recordRequest } from './recorded-requests';
import { routedRequest, type TraceRequest } from './request';

/**
 * The way of a request through a mesh, hop by hop, and what its client gets.
 *
 * ```ts
 * const { hops, outcomes } = trace(app, 'GET http://shop.example.com/cart');
 * ```
 *
 * @param manifests a model, or what a model is made of; for many requests, make the model once with `MeshModel.of`
 * @param request a request, or a URL with or without a method before it
 * @throws InvalidRequest if the request is malformed, or its source does not exist
 */
export function trace(manifests: MeshModel | ModelSource, request: TraceRequest | string): Trace {
  const asked = routedRequest(request);
  const model = modelOf(manifests);
  const way = traceThrough(model, asked);
  recordRequest(model, asked, way);
  return way;
}
