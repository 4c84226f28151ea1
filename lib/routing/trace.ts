import { hasSidecar } from '../istiod/injection/injection';
import type { MeshModel } from './mesh-model';
import { parseRequest } from './request/parse-request';
import { readRequest } from './request/read-request';
import { InvalidRequest, type TraceRequest } from './request/request';
import type { Trace } from './result';
import { traceThroughGateway } from './trace-gateway';
import { traceFromSidecar, traceWithoutProxy } from './trace-mesh';

const SOURCE = /^(gateway|mesh):([^/]+)\/(.+)$/;

/**
 * The way of a request through a mesh, and what its client gets.
 *
 * @param request a request, or a URL with or without a method before it: `GET http://shop.example.com/cart`
 * @throws InvalidRequest if the request is malformed, or its source does not exist
 */
export function trace(model: MeshModel, request: TraceRequest | string): Trace {
  const asked = typeof request === 'string' ? parseRequest(request) : request;
  const call = readRequest(asked, model.index.mesh.pathNormalization.normalization);
  const { from = 'gateway' } = asked;
  if (from === 'gateway') {
    return traceThroughGateway(model.gateway(), call, model.hostPorts);
  }
  const [, kind, namespace = '', name = ''] = SOURCE.exec(from) ?? [];
  if (kind === 'gateway') {
    return traceThroughGateway(model.gateway(namespace, name), call, model.hostPorts);
  }
  if (kind === 'mesh') {
    const workload = model.workload(namespace, name);
    return hasSidecar(model.index, workload)
      ? traceFromSidecar(model.sidecar(workload), call)
      : traceWithoutProxy(model.unproxiedClient(workload), call);
  }
  throw new InvalidRequest(
    `"${from}" is not a source; use "gateway", "gateway:NAMESPACE/WORKLOAD" or "mesh:NAMESPACE/WORKLOAD"`,
  );
}
