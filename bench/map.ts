/** Makes the map of a mesh of some hosts, given as an argument, and prints what that takes. */
import { MeshModel } from '../lib/routing';
import { meshMap } from '../lib/view/map/mesh-map';
import { servedMeshOf } from './mesh';

export interface Mapping {
  readonly objects: number;
  readonly nodes: number;
  /** In seconds: the model and the map. */
  readonly mapping: number;
}

function main(hosts: number): Mapping {
  const objects = servedMeshOf(hosts, ['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7']);
  const start = performance.now();
  const { nodes } = meshMap(MeshModel.of(objects));
  return { objects: objects.length, nodes: nodes.length, mapping: (performance.now() - start) / 1000 };
}

console.log(JSON.stringify(main(Number(process.argv[2]))));
