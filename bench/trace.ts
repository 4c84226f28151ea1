/** Traces requests to a mesh of some hosts, given as an argument, and prints what that takes. */
import { MeshModel, trace } from '../lib/routing';
import { servedMeshOf } from './mesh';

export interface Tracing {
  /** In seconds: the model of the mesh, and the first request through it. */
  readonly indexing: number;
  /** Traces in a second, when each host has been asked for before. */
  readonly warm: number;
  /** Traces in a second, each for a host that nobody has asked for. */
  readonly cold: number;
}

function main(hosts: number): Tracing {
  const objects = servedMeshOf(hosts);
  const start = performance.now();
  const model = MeshModel.of(objects);
  request(model, 0);
  const indexing = (performance.now() - start) / 1000;
  const cold = tracesPerSecond(model, hosts, 1);
  return { indexing, cold, warm: tracesPerSecond(model, hosts, Math.ceil(100_000 / hosts)) };
}

function tracesPerSecond(model: MeshModel, hosts: number, rounds: number): number {
  const start = performance.now();
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < hosts; i++) {
      request(model, i);
    }
  }
  return (hosts * rounds * 1000) / (performance.now() - start);
}

function request(model: MeshModel, host: number): void {
  const { outcomes } = trace(model, { url: `http://shop-${host}.example.com/cart?id=1` });
  if (!outcomes.some(({ is }) => is === 'delivered')) {
    throw new Error(`shop-${host} gets nothing`);
  }
}

console.log(JSON.stringify(main(Number(process.argv[2]))));
