import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Checking } from './check';
import type { Comparing } from './diff';
import type { Mapping } from './map';
import type { Viewing } from './page';
import type { Synthesis } from './synthesize';
import type { Tracing } from './trace';
import type { Shape } from './workload';

export const ROOT = resolve(__dirname, '..');

/** Runs a program to its end; in seconds. */
export function seconds(program: string, args: readonly string[], options: SpawnSyncOptions = {}): number {
  const start = performance.now();
  run(program, args, options);
  return (performance.now() - start) / 1000;
}

/** @returns what it prints */
export function run(program: string, args: readonly string[], options: SpawnSyncOptions = {}): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { ...options, encoding: 'utf8' });
  if (error !== undefined || status !== 0) {
    throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`}`);
  }
  return stdout;
}

/** Whose `synth()` is measured; `unchecked` is a MeshApp without checks. */
export type Subject = 'App' | 'MeshApp' | 'unchecked';

export function synthesis(app: Subject, shape: Shape, count: number, folder: string): Synthesis {
  rmSync(folder, { recursive: true, force: true });
  return measurement('synthesize.ts', app, shape, `${count}`, folder) as Synthesis;
}

export function checking(hosts: number): Checking {
  return measurement('check.ts', `${hosts}`) as Checking;
}

/** What makes something of a YAML file: a model of a mesh, or js-yaml's `loadAll` alone. */
export type Reader = 'model' | 'loadAll';

/** In seconds. */
export function reading(reader: Reader, file: string): number {
  return measurement('read.ts', reader, file) as number;
}

export function tracing(hosts: number): Tracing {
  return measurement('trace.ts', `${hosts}`) as Tracing;
}

export function mapping(hosts: number): Mapping {
  return measurement('map.ts', `${hosts}`) as Mapping;
}

export function comparing(hosts: number): Comparing {
  return measurement('diff.ts', `${hosts}`) as Comparing;
}

/** Making a project of a mesh of some hosts, in seconds. */
export function converting(hosts: number): number {
  return measurement('convert.ts', `${hosts}`) as number;
}

export function viewing(hosts: number): Viewing {
  return measurement('page.ts', `${hosts}`) as Viewing;
}

/** What a script beside this file measures in a process of its own. */
function measurement(script: string, ...args: string[]): unknown {
  const loader = join(ROOT, 'scripts/typescript.cjs');
  const { CDK8S_OUTDIR: _, ...env } = process.env;
  return JSON.parse(
    run(process.execPath, ['--require', loader, join(__dirname, script), ...args], { cwd: ROOT, env }),
  );
}

/** The CLI of the package as npm installs it, unpacked into a folder. */
export function packedCli(folder: string): string {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT }),
  );
  run('tar', ['-xzf', join(folder, filename), '-C', folder]);
  return join(folder, 'package/bin/cdk8s-istio.cjs');
}

/** Writing what is in a folder to another one, in seconds: what no synthesis can be faster than. */
export function floor(folder: string, copy: string): number {
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))] as const);
  const start = performance.now();
  for (const [name, content] of files) {
    writeFileSync(join(copy, name), content);
  }
  return (performance.now() - start) / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
