/** Traces requests to a mesh of some hosts, given as an argument, and prints what that takes. */
import { MeshModel, type TraceRequest, trace } from '../lib/routing';
import { servedMeshOf } from './mesh';

export interface Tracing {
  /** In seconds: the model of the mesh, and the first request through it. */
  readonly indexing: number;
  /** Traces in a second, each by a route that no request has taken before. */
  readonly first: number;
  /** Traces in a second, each by a route that requests have taken before. */
  readonly warm: number;
}

/** What requests to each host differ in, so that each takes another one of its three routes. */
const REQUESTS: readonly { path: string; headers?: Record<string, string> }[] = [
  { path: '/beta' },
  { path: '/cart?id=1', headers: { 'x-group': 'beta' } },
  { path: '/cart?id=1' },
];

function main(hosts: number): Tracing {
  const objects = servedMeshOf(hosts, ['v1', 'v2']);
  const requests = Array.from({ length: hosts }, (_, i) => requestsTo(`shop-${i}.example.com`)).flat();
  const start = performance.now();
  const model = MeshModel.of(objects);
  deliver(model, requests.slice(0, 1));
  const indexing = (performance.now() - start) / 1000;
  const first = tracesPerSecond(model, requests, 1);
  return { indexing, first, warm: tracesPerSecond(model, requests, Math.ceil(100_000 / requests.length)) };
}

function requestsTo(host: string): TraceRequest[] {
  return REQUESTS.map(({ path, ...more }) => ({ url: `http://${host}${path}`, ...more }));
}

function tracesPerSecond(model: MeshModel, requests: readonly TraceRequest[], rounds: number): number {
  const start = performance.now();
  for (let round = 0; round < rounds; round++) {
    deliver(model, requests);
  }
  return (requests.length * rounds * 1000) / (performance.now() - start);
}

function deliver(model: MeshModel, requests: readonly TraceRequest[]): void {
  for (const request of requests) {
    const { outcomes } = trace(model, request);
    if (!outcomes.some(({ is }) => is === 'delivered')) {
      throw new Error(`${request.url} is not delivered`);
    }
  }
}

console.log(JSON.stringify(main(Number(process.argv[2]))));
