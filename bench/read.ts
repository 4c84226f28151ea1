/**
 * Reads a YAML file in a process of its own and prints the seconds: `bench/read.ts model FILE` makes the model of a mesh
 * of it, `bench/read.ts loadAll FILE` gets no further than js-yaml.
 */
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { MeshModel } from '../lib';

const READERS: Readonly<Record<string, (file: string) => unknown>> = {
  model: (file) => MeshModel.of([file]),
  loadAll: (file) => loadAll(readFileSync(file, 'utf8')),
};

function main(reader = '', file = ''): number {
  const start = performance.now();
  READERS[reader]?.(file);
  return (performance.now() - start) / 1000;
}

console.log(main(...process.argv.slice(2)));
