import { MeshModel as RoutingModel, type Trace, type TraceRequest, trace as traceThrough } from '../routing';
import { MeshModel, type ModelSource } from './mesh-model';

/**
 * The way of a request through a mesh, hop by hop, and what its client gets.
 *
 * ```ts
 * const { hops, outcomes } = trace(app, 'GET http://shop.example.com/cart');
 * ```
 *
 * @param manifests a model, or what a model is made of: for many requests, make it once by `MeshModel.of`
 * @param request a request, or a URL with or without a method before it
 * @throws InvalidRequest when its URL is none, or when nothing is where it is to come from
 */
export function trace(manifests: MeshModel | ModelSource, request: TraceRequest | string): Trace {
  const model = manifests instanceof RoutingModel ? manifests : MeshModel.of(manifests);
  return traceThrough(model, request);
}
