import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coveredParts, describeCoverage, keyOf, type MeshPart } from '../coverage';
import type { TraceRequest } from '../routing';
import type { RecordedLine } from '../tracing/coverage-folder';

/** What tests have written to the folder. */
export interface RecordedRun {
  /** How many parts of the meshes the tests ask about. */
  readonly summary: string;
  /** The other parts, in lines. */
  readonly left: readonly string[];
  /** Each of the requests once. */
  readonly requests: readonly TraceRequest[];
}

/** Reads what the tests of a run have written to the folder, whichever processes they ran in. */
export function recordedRun(folder: string): RecordedRun {
  const parts = new Map<string, MeshPart>();
  const counts = new Map<string, number>();
  const requests = new Map<string, TraceRequest>();
  for (const line of readdirSync(folder).flatMap((name) => linesOf(join(folder, name)))) {
    if ('parts' in line) {
      for (const part of line.parts) {
        parts.set(keyOf(part), part);
      }
      continue;
    }
    requests.set(JSON.stringify(line.request), line.request);
    for (const key of line.asked) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const coverage = coveredParts([...parts.values()], (key) => counts.get(key));
  const [summary = '', ...left] =
    requests.size === 0 ? ['no test asks about a request'] : describeCoverage(coverage);
  return { summary, left, requests: [...requests.values()] };
}

/** A process that was killed may have left half a line. */
function linesOf(file: string): RecordedLine[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as RecordedLine);
}
