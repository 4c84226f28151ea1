/** Checks a mesh of some hosts, given as an argument, from memory and from YAML files, and prints the seconds. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { check } from '../lib/checks';
import { readFiles } from '../lib/manifests/files';
import { manifestOf } from '../lib/manifests/manifest';
import { meshOf } from './mesh';

/** In seconds, but for the memory. */
export interface Checking {
  readonly fromMemory: number;
  readonly fromFiles: number;
  /** At most, in megabytes. */
  readonly memory: number;
}

function main(hosts: number): Checking {
  const objects = meshOf(hosts);
  const fromMemory = timed(() => check(objects.flatMap((object) => manifestOf(object) ?? [])));
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    for (let i = 0; i < objects.length; i += 4) {
      const text = objects.slice(i, i + 4).map((object) => dump(object));
      writeFileSync(join(folder, `${i}.yaml`), text.join('---\n'));
    }
    const fromFiles = timed(() => check(readFiles([folder]).manifests));
    return { fromMemory, fromFiles, memory: process.resourceUsage().maxRSS / 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

console.log(JSON.stringify(main(Number(process.argv[2]))));
