/** Compares a mesh of some hosts, given as an argument, with one in which a route has changed, and prints what that takes. */
import { diff } from '../lib/diff';
import { MeshModel } from '../lib/routing';
import { servedMeshOf } from './mesh';

export interface Comparing {
  /** In seconds: the models of both meshes. */
  readonly indexing: number;
  /** In seconds: the comparison of the models. */
  readonly comparing: number;
}

const TIMEOUT = '5s';

function main(hosts: number): Comparing {
  const old = servedMeshOf(hosts, ['v1', 'v2']);
  const next = structuredClone(old);
  const changed = next.findIndex(({ kind }) => kind === 'VirtualService');
  next[changed] = JSON.parse(JSON.stringify(next[changed]).replace(TIMEOUT, '6s'));
  const start = performance.now();
  const models = [MeshModel.of(old), MeshModel.of(next)] as const;
  const indexed = performance.now();
  const { differences } = diff(...models);
  const compared = performance.now();
  if (differences.length !== 1) {
    throw new Error(`${differences.length} differences are found, and there is one`);
  }
  return { indexing: (indexed - start) / 1000, comparing: (compared - indexed) / 1000 };
}

console.log(JSON.stringify(main(Number(process.argv[2]))));
