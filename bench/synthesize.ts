/**
 * One measurement, in a process of its own: `bench/synthesize.ts (App|MeshApp|unchecked) SHAPE COUNT FOLDER` prints a
 * line of JSON. `unchecked` is a MeshApp whose checks are off.
 */
import { App } from 'cdk8s';
import { MeshApp } from '../lib';
import { addServices, SHAPES } from './workload';

export interface Synthesis {
  /** In seconds. */
  readonly defining: number;
  /** In seconds: `app.synth()`. */
  readonly synthesizing: number;
  /** The most resident memory that the process ever had, in MB. */
  readonly memory: number;
}

function synthesize([app, shape, count, outdir]: string[]): Synthesis {
  const known = SHAPES.find((name) => name === shape);
  if (known === undefined) {
    throw new Error(`no shape "${shape}"; use one of ${SHAPES.join(', ')}`);
  }
  const start = performance.now();
  const checks = { enabled: app === 'MeshApp' };
  const built = app === 'App' ? new App({ outdir }) : new MeshApp({ outdir, checks });
  addServices(built, known, Number(count));
  const defined = performance.now();
  built.synth();
  return {
    defining: (defined - start) / 1000,
    synthesizing: (performance.now() - defined) / 1000,
    memory: process.resourceUsage().maxRSS / 1024,
  };
}

console.log(JSON.stringify(synthesize(process.argv.slice(2))));
