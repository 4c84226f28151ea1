import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, Testing } from 'cdk8s';
import { Service, type ServicePort } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { problemsOf } from '../lib/admission';
import { REFUSED } from '../lib/admission/problem-types';
import { versionFor } from '../lib/istiod/istio-version';
import { fieldText } from '../lib/manifests/field-path';
import { schemaMistakes } from './schema';

/** A chart whose objects have readable names: `test-` and the id. */
export function newChart(namespace: string | undefined = 'default', app = Testing.app()): Chart {
  return new Chart(app, 'test', { namespace, disableResourceNameHashes: true });
}

export function newService(chart: Chart, name: string, ports: ServicePort[] = [{ port: 80 }]): Service {
  return new Service(chart, name, { metadata: { name }, ports });
}

/** The spec as it is written to the manifest, which Istio's CRD must accept. */
export function specOf(construct: IConstruct): unknown {
  const manifest = ApiObject.of(construct).toJson();
  expect(schemaMistakes(manifest)).toEqual([]);
  return manifest.spec;
}

/** What synthesis refuses, a line each, without the common beginning. */
export function errorsOf(construct: IConstruct): string[] {
  try {
    Testing.synth(Chart.of(construct));
    return [];
  } catch (error) {
    const [first, ...lines] = (error as Error).message.split('\n');
    if (first !== 'Validation failed with the following errors:') {
      throw error;
    }
    return lines.map((line) => line.trim());
  }
}

/** What a MeshApp says of the objects of a chart, each looked at alone: what synthesis refuses, and then the warnings. */
export function mistakesOf(construct: IConstruct): string[] {
  return [...errorsOf(construct), ...warningsIn(Chart.of(construct))];
}

/** The same in the order in which the problems of an object are found, and without their codes. */
export function mistakeTextsOf(construct: IConstruct): string[] {
  const places = new Map(problemsIn(Chart.of(construct)).map(({ line }, place) => [line, place]));
  const place = (line: string) => places.get(line) ?? -1;
  return mistakesOf(construct)
    .sort((a, b) => place(a) - place(b))
    .map((line) => line.replace(/ \[IST\d{4}\]$/, ''));
}

function warningsIn(chart: Chart): string[] {
  return problemsIn(chart).flatMap(({ level, line }) => (level === 'Warning' ? [line] : []));
}

function problemsIn(chart: Chart): { readonly level: string; readonly line: string }[] {
  const objects = chart.node.findAll().filter(ApiObject.isApiObject);
  return objects.flatMap((object) => {
    const { kind, metadata, spec } = object.toJson();
    const { name, namespace, labels = {}, annotations = {} } = metadata;
    const problems = problemsOf(kind, { name, namespace, labels, annotations, spec }, versionFor(object));
    return problems.map(({ type = REFUSED, field, message }) => ({
      level: type.level,
      line: `[${object.node.path.replace(/\/Resource$/, '')}] ${kind} "${name}": ${fieldText(field)} ${message} [${type.code}]`,
    }));
  });
}

/** Runs `work` with a folder that is gone afterwards. */
export function inTemporaryFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
