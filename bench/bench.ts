/**
 * `npm run bench [-- --quick] [--only PART] [--crds FILE]`: measures and prints one table. Both sides of each ratio are measured in
 * turns, in this run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dump } from 'js-yaml';
import { BROWSER } from '../test/browser/browser';
import {
  checking,
  comparing,
  converting,
  floor,
  mapping,
  median,
  packedCli,
  ROOT,
  reading,
  seconds,
  synthesis,
  tracing,
  viewing,
} from './measure';
import { servedMeshOf, shortDocumentsOf } from './mesh';
import type { Viewing } from './page';
import { createStockProject } from './stock-project';
import type { Shape } from './workload';

interface Row {
  readonly what: string;
  readonly ratio: string;
  readonly measured: string;
  readonly against: string;
}

const work = mkdtempSync(join(tmpdir(), 'bench-'));

/** The parts of the table, by the name that `--only` knows them by. */
const PARTS: Readonly<Record<string, (quick: boolean, crds?: string) => Iterable<Row>>> = {
  start: (quick, crds) => coldStart(quick ? 1 : 3, crds),
  *synth(quick) {
    yield compare(100, quick ? 1 : 5);
    yield compare(1000, quick ? 1 : 3);
    if (quick) {
      yield growth(1000, 10_000, 1);
      yield kustomize(100);
      yield writing(1000);
      return;
    }
    yield compare(3000, 1);
    yield alone('charts', 10_000);
    yield alone('one', 10_000);
    yield alone('library', 10_000);
    yield growth(3000, 30_000, 2);
    yield kustomize(1000);
    yield writing(10_000);
  },
  cli: (quick) => startOfCli(quick ? 5 : 21),
  *read(quick) {
    yield readingYaml(quick ? 1000 : 5250, quick ? 1 : 5);
  },
  *check(quick) {
    yield withChecks(quick ? 1000 : 3000, quick ? 1 : 5);
    yield* checks(quick ? 100 : 1000, quick ? 1000 : 10_000, quick ? 1 : 3);
  },
  *trace(quick) {
    yield traces(10, quick ? 1000 : 10_000, quick ? 1 : 3);
    yield firstTraces(quick ? 1000 : 3000, quick ? 1 : 5);
  },
  *map(quick) {
    yield mapOf(1000, quick ? 4000 : 10_000, quick ? 1 : 3);
  },
  *diff(quick) {
    yield localChange(1000, quick ? 4000 : 10_000, quick ? 1 : 3);
  },
  *convert(quick) {
    yield conversion(250, quick ? 500 : 1000, quick ? 1 : 3);
  },
  *view(quick) {
    yield page(1000, quick ? 1 : 3);
  },
};

function* coldStart(pairs: number, crds?: string): Iterable<Row> {
  const stock = join(work, 'stock');
  const { env, description } = createStockProject(stock, crds);
  const output = ['--output', join(work, 'cold')];
  const theirs: number[] = [];
  const ours: number[] = [];
  const script: number[] = [];
  for (let i = 0; i < pairs; i++) {
    theirs.push(seconds('npx', ['cdk8s', 'synth'], { cwd: stock, env }));
    ours.push(seconds('npx', ['cdk8s', 'synth', ...output], { cwd: ROOT }));
    script.push(seconds('npm', ['run', 'synth'], { cwd: ROOT }));
  }
  const against = `${time(theirs)} for \`npx cdk8s synth\` of a stock project (${description})`;
  yield { what: '`npx cdk8s synth`', ratio: ratio(theirs, ours), measured: time(ours), against };
  yield {
    what: '`npm run synth`',
    ratio: ratio(theirs, script),
    measured: time(script),
    against: 'the same',
  };
}

function compare(charts: number, pairs: number): Row {
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let i = 0; i < pairs; i++) {
    ours.push(synthesis('MeshApp', 'charts', charts, join(work, 'ours')).synthesizing);
    theirs.push(synthesis('App', 'charts', charts, join(work, 'theirs')).synthesizing);
  }
  return {
    what: `\`MeshApp.synth()\`, ${count(charts)} charts`,
    ratio: ratio(theirs, ours),
    measured: time(ours),
    against: `${time(theirs)} for \`App.synth()\``,
  };
}

function alone(shape: Shape, services: number): Row {
  const { defining, synthesizing, memory } = synthesis('MeshApp', shape, services, join(work, 'ours'));
  const what = {
    charts: `${count(services)} charts of four objects`,
    one: `one chart of ${count(services * 4)} objects`,
    library: `${count(services)} charts of this library's constructs`,
  };
  return {
    what: `\`MeshApp.synth()\`, ${what[shape]}`,
    ratio: '',
    measured: `${time([synthesizing])}, and ${time([defining])} to define them; ${memory.toFixed(0)} MB`,
    against: '',
  };
}

function growth(few: number, many: number, pairs: number): Row {
  const small: number[] = [];
  const large: number[] = [];
  let memory = 0;
  for (let i = 0; i < pairs; i++) {
    small.push(synthesis('MeshApp', 'charts', few, join(work, 'ours')).synthesizing);
    const measured = synthesis('MeshApp', 'charts', many, join(work, 'ours'));
    large.push(measured.synthesizing);
    memory = Math.max(memory, measured.memory);
  }
  return {
    what: `\`MeshApp.synth()\`, ${count(many)} charts`,
    ratio: exponentOf(large, small, many / few),
    measured: `${time(large)}; ${memory.toFixed(0)} MB`,
    against: `${time(small)} for ${count(few)} charts`,
  };
}

function kustomize(charts: number): Row {
  const what = `\`MeshApp.synth()\`, ${count(charts)} charts`;
  if (spawnSync('kubectl', ['version', '--client']).status !== 0) {
    return { what, ratio: '', measured: '', against: '`kubectl kustomize`: kubectl is not installed' };
  }
  const folder = join(work, 'ours');
  const { synthesizing } = synthesis('MeshApp', 'charts', charts, folder);
  const resources = readdirSync(folder).map((name) => `- ${name}\n`);
  writeFileSync(join(folder, 'kustomization.yaml'), `resources:\n${resources.join('')}`);
  const theirs = [seconds('kubectl', ['kustomize', folder, '--output', join(work, 'kustomized.yaml')])];
  return {
    what,
    ratio: ratio(theirs, [synthesizing]),
    measured: time([synthesizing]),
    against: `${time(theirs)} for \`kubectl kustomize\`, which reads these objects and prints them`,
  };
}

function writing(charts: number): Row {
  const { synthesizing } = synthesis('MeshApp', 'charts', charts, join(work, 'ours'));
  const copy = join(work, 'copy');
  mkdirSync(copy);
  const theirs = [floor(join(work, 'ours'), copy)];
  return {
    what: `\`MeshApp.synth()\`, ${count(charts)} charts`,
    ratio: ratio(theirs, [synthesizing]),
    measured: time([synthesizing]),
    against: `${time(theirs)} for writing the same bytes to as many files`,
  };
}

/** A call of the packed CLI on five objects, against a call of Node that does nothing. */
function* startOfCli(rounds: number): Iterable<Row> {
  const folder = join(work, 'package');
  mkdirSync(folder);
  const cli = packedCli(folder);
  const file = join(folder, 'five.yaml');
  writeFileSync(
    file,
    servedMeshOf(1)
      .map((object) => dump(object))
      .join('---\n'),
  );
  const calls: Readonly<Record<string, readonly string[]>> = {
    check: [cli, 'check', '--ignore', 'IST0173', file],
    trace: [cli, 'trace', '--manifests', file, 'http://shop-0.example.com/'],
  };
  for (const [command, args] of Object.entries(calls)) {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let i = 0; i < rounds; i++) {
      bare.push(seconds(process.execPath, ['-e', '0']));
      ours.push(seconds(process.execPath, args));
    }
    yield {
      what: `\`cdk8s-istio ${command}\` as installed, 5 objects`,
      ratio: ratio(bare, ours),
      measured: time(ours),
      against: `${time(bare)} for \`node -e 0\``,
    };
  }
}

/** Of one file, with four short documents for each host. */
function readingYaml(hosts: number, pairs: number): Row {
  const file = join(work, 'read.yaml');
  const text = shortDocumentsOf(hosts);
  writeFileSync(file, text);
  const theirs: number[] = [];
  const ours: number[] = [];
  for (let i = 0; i < pairs; i++) {
    theirs.push(reading('loadAll', file));
    ours.push(reading('model', file));
  }
  return {
    what: `\`MeshModel.of()\` a file of ${count(hosts * 4)} documents, ${(text.length / 1e6).toFixed(1)} MB`,
    ratio: ratio(theirs, ours),
    measured: time(ours),
    against: `${time(theirs)} for js-yaml's \`loadAll\` alone`,
  };
}

function withChecks(charts: number, pairs: number): Row {
  const without: number[] = [];
  const checked: number[] = [];
  for (let i = 0; i < pairs; i++) {
    without.push(synthesis('unchecked', 'charts', charts, join(work, 'unchecked')).synthesizing);
    checked.push(synthesis('MeshApp', 'charts', charts, join(work, 'ours')).synthesizing);
  }
  return {
    what: `\`MeshApp.synth()\` with checks, ${count(charts)} charts`,
    ratio: ratio(without, checked),
    measured: time(checked),
    against: `${time(without)} without checks`,
  };
}

/** Of a Gateway, a VirtualService, a DestinationRule and a Service for each host. */
function* checks(few: number, many: number, pairs: number): Iterable<Row> {
  const small = Array.from({ length: pairs }, () => checking(few));
  const large = Array.from({ length: pairs }, () => checking(many));
  for (const [source, name] of [
    ['fromMemory', 'memory'],
    ['fromFiles', 'YAML files'],
  ] as const) {
    const [smaller, larger] = [small, large].map((all) => all.map((one) => one[source])) as [
      number[],
      number[],
    ];
    yield {
      what: `\`check\`, ${count(many * 4)} objects from ${name}`,
      ratio: exponentOf(larger, smaller, many / few),
      measured: `${time(larger)}; ${Math.max(...large.map(({ memory }) => memory)).toFixed(0)} MB`,
      against: `${time(smaller)} for ${count(few * 4)} objects`,
    };
  }
}

/** Through one Gateway, to a VirtualService, a DestinationRule, a Service and two Deployments for each host. */
function traces(few: number, many: number, pairs: number): Row {
  const small = Array.from({ length: pairs }, () => tracing(few).warm);
  const large = Array.from({ length: pairs }, () => tracing(many));
  const warm = large.map((tracing) => tracing.warm);
  return {
    what: `\`trace\`, of ${count(many)} hosts`,
    ratio: ratio(warm, small),
    measured: `${perSecond(warm)}; the model takes ${time(large.map(({ indexing }) => indexing))}`,
    against: `${perSecond(small)}, of ${count(few)} hosts`,
  };
}

/** By each of the three routes of each host once, against the same requests again. */
function firstTraces(hosts: number, runs: number): Row {
  const all = Array.from({ length: runs }, () => tracing(hosts));
  const first = all.map((tracing) => tracing.first);
  const warm = all.map((tracing) => tracing.warm);
  return {
    what: `\`trace\` of ${count(hosts * 3)} first requests, to ${count(hosts)} hosts`,
    ratio: ratio(first, warm),
    measured: perSecond(first),
    against: `${perSecond(warm)} for the same requests again`,
  };
}

/** A map has all ways at once, so all that traces compile when it is first asked for is compiled. */
function mapOf(few: number, many: number, pairs: number): Row {
  const small = Array.from({ length: pairs }, () => mapping(few));
  const large = Array.from({ length: pairs }, () => mapping(many));
  const [smaller, larger] = [small.map((one) => one.mapping), large.map((one) => one.mapping)];
  return {
    what: `map of ${count(many)} Services, ${count(large[0]?.objects ?? 0)} objects`,
    ratio: exponentOf(larger, smaller, many / few),
    measured: `${time(larger)} for ${count(large[0]?.nodes ?? 0)} nodes`,
    against: `${time(smaller)} for ${count(few)} Services, ${count(small[0]?.objects ?? 0)} objects`,
  };
}

/** One timeout has changed, so all other hosts are alike. */
function localChange(few: number, many: number, pairs: number): Row {
  const small = Array.from({ length: pairs }, () => comparing(few));
  const large = Array.from({ length: pairs }, () => comparing(many));
  const wholeOf = ({ indexing, comparing }: { indexing: number; comparing: number }) => indexing + comparing;
  const [smaller, larger] = [small.map(wholeOf), large.map(wholeOf)];
  return {
    what: `\`diff\` of ${count(many)} hosts, one route changed`,
    ratio: exponentOf(larger, smaller, many / few),
    measured: `${time(larger)}, of which the models take ${time(large.map(({ indexing }) => indexing))}`,
    against: `${time(smaller)} for ${count(few)} hosts`,
  };
}

/** With its proof and its tests. */
function conversion(few: number, many: number, pairs: number): Row {
  const small = Array.from({ length: pairs }, () => converting(few));
  const large = Array.from({ length: pairs }, () => converting(many));
  return {
    what: `\`convert\` of ${count(many)} VirtualServices with their Services, rules and workloads`,
    ratio: exponentOf(large, small, many / few),
    measured: time(large),
    against: `${time(small)} for ${count(few)}`,
  };
}

/** In chromium. The page reads the manifests itself, so that is part of the first drawing. */
function page(hosts: number, runs: number): Row {
  const what = `page of \`view\`, ${count(hosts)} Services`;
  if (BROWSER === undefined) {
    return { what, ratio: '', measured: '', against: 'chromium is not installed' };
  }
  const all = Array.from({ length: runs }, () => viewing(hosts));
  const [{ objects, size, code }] = all as [Viewing];
  const slowest = (values: readonly number[]) => `${Math.max(...values).toFixed(1)} ms`;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
  return {
    what: `${what} and ${count(objects)} objects`,
    ratio: '',
    measured: `${time(all.map(({ drawing }) => drawing))} to the first drawing; ${megabytes(size)}, of which the code has ${megabytes(code)}`,
    against: `panning takes at most ${slowest(all.map(({ collapsed }) => collapsed))} of script in a frame, and ${slowest(all.map(({ expanded }) => expanded))} with all namespaces expanded; an edit is drawn after ${time(all.map(({ edited }) => edited))}, and checked after ${time(all.map(({ checked }) => checked))}`,
  };
}

function perSecond(rates: readonly number[]): string {
  return `${count(Math.round(median(rates) / 1000) * 1000)} traces in a second`;
}

/** How measurements grow where there is so many times as much. */
function exponentOf(large: readonly number[], small: readonly number[], times: number): string {
  const exponent = Math.log(median(quotients(large, small))) / Math.log(times);
  return `grows with exponent ${exponent.toFixed(2)}`;
}

function quotients(theirs: readonly number[], ours: readonly number[]): number[] {
  return theirs.map((value, i) => value / (ours[i] ?? Number.NaN));
}

/** How many times faster ours is, pair by pair. */
function ratio(theirs: readonly number[], ours: readonly number[]): string {
  const all = quotients(theirs, ours);
  const digits = (value: number) => (value < 10 ? value.toFixed(value < 1 ? 2 : 1) : value.toFixed(0));
  const range = all.length > 1 ? ` (${digits(Math.min(...all))} to ${digits(Math.max(...all))})` : '';
  return `${digits(median(all))}x${range}`;
}

function time(values: readonly number[]): string {
  return `${median(values).toFixed(2)} s`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function machine(): string {
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  const processor = cpus()[0]?.model.trim() || 'unknown processor';
  const { version: cdk8s } = require('cdk8s/package.json') as { version: string };
  return `Node ${process.versions.node}, cdk8s ${cdk8s}, ${availableParallelism()} cores of ${processor}, ${memory} GB; load ${load}.`;
}

function main(): number {
  const parts = Object.keys(PARTS).join('|');
  const usage = `usage: npm run bench [-- --quick] [--only ${parts}] [--crds FILE]`;
  let options: { quick?: boolean; only?: string; crds?: string };
  try {
    options = parseArgs({
      options: { quick: { type: 'boolean' }, only: { type: 'string' }, crds: { type: 'string' } },
    }).values;
  } catch (error) {
    console.error(`bench: ${(error as Error).message}; ${usage}`);
    return 2;
  }
  const { quick = false, only } = options;
  const wanted = Object.entries(PARTS).filter(([name]) => only === undefined || name === only);
  if (wanted.length === 0) {
    console.error(`bench: --only ${only}: there is no such part; ${usage}`);
    return 2;
  }
  const crds = options.crds === undefined ? undefined : resolve(options.crds);
  if (crds !== undefined && !existsSync(crds)) {
    console.error(`bench: --crds ${options.crds}: there is no such file; give Istio's crd-all.gen.yaml`);
    return 1;
  }
  try {
    console.log(`Before: ${machine()}\n`);
    console.log('| what | how many times faster | measured | against |\n| --- | --- | --- | --- |');
    for (const [, rows] of wanted) {
      for (const { what, ratio, measured, against } of rows(quick, crds)) {
        console.log(`| ${what} | ${ratio} | ${measured} | ${against} |`);
      }
    }
    console.log(`\nAfter: ${machine()}`);
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

process.exitCode = main();
