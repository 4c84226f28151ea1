import { asGrpcAnswers, isGrpc } from './grpc-answers';
import type { MeshModel } from './mesh-model';
import { withNearMisses } from './near-misses/near-misses';
import { asFarAsModelled } from './not-modelled';
import type { Question } from './question';
import { parseRequest } from './request/parse-request';
import { type Call, readRequest } from './request/read-request';
import type { TraceRequest } from './request/request';
import type { Trace } from './result';
import type { RequestSource } from './sources';
import { traceThroughGateway } from './trace-gateway';
import { traceFromSidecar, traceWithoutProxy } from './trace-mesh';

/**
 * The way of a request through a mesh, and what its client gets.
 *
 * @param request a request, or a URL with or without a method before it: `GET http://shop.example.com/cart`
 * @throws InvalidRequest if the request is malformed, or its source does not exist
 */
export function trace(model: MeshModel, request: TraceRequest | string): Trace {
  return traced(model, request, withNearMisses);
}

/** The same without near misses, which take longer to find than the way itself: for thousands of requests. */
export function traceWay(model: MeshModel, request: TraceRequest): Trace {
  return traced(model, request, (way) => way);
}

function traced(
  model: MeshModel,
  request: TraceRequest | string,
  completed: (way: Trace, question: Question) => Trace,
): Trace {
  const asked = typeof request === 'string' ? parseRequest(request) : request;
  const call = readRequest(asked, model.index.mesh.pathNormalization.normalization);
  const source = model.sources.named(asked.from ?? 'gateway');
  const question = { index: model.index, source, call };
  const way = completed(asFarAsModelled(tracedFrom(source, call), question), question);
  return call.isHttp && isGrpc(call.request) ? asGrpcAnswers(way) : way;
}

function tracedFrom(source: RequestSource, call: Call): Trace {
  switch (source.is) {
    case 'gateway':
      return traceThroughGateway(source.gateway, call);
    case 'sidecar':
      return traceFromSidecar(source.sidecar, call);
    case 'no proxy':
      return traceWithoutProxy(source.client, call);
  }
}
