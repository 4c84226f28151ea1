import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { keyOf, keysAskedBy, partsOf } from '../coverage';
import { makeFolder } from '../manifests/paths';
import type { MeshModel as RoutingModel, Trace, TraceRequest } from '../routing';
import { COVERAGE, type RecordedLine } from './coverage-folder';
import { MeshModel } from './mesh-model';

/** The file that the requests of tests are added to, a request in each line; none if it is not set. */
const REQUESTS = 'CDK8S_ISTIO_REQUESTS';
/** Each test file has its own, since tests run side by side. */
const OWN_FILE = `${randomUUID()}.jsonl`;

// A look at the environment for each request would take longer than the note of it.
const { [REQUESTS]: file, [COVERAGE]: folder } = process.env;
const isWritten = Boolean(file) || Boolean(folder);

const writtenModels = new WeakSet<RoutingModel>();
const writtenParts = new Set<string>();

/**
 * Notes what a test has asked, so that the model and the reporter can tell what no test asks about, and so can
 * `cdk8s-istio tests --uncovered`.
 */
export function recordRequest(model: RoutingModel, request: TraceRequest, way: Trace): void {
  if (model instanceof MeshModel) {
    model.asked.add(model, way);
  }
  if (isWritten) {
    writeRequest(model, request, way);
  }
}

function writeRequest(model: RoutingModel, request: TraceRequest, way: Trace): void {
  if (file) {
    makeFolder(dirname(file));
    append(file, request);
  }
  if (folder) {
    const own = join(folder, OWN_FILE);
    writeParts(own, model);
    note(own, { request, asked: [...keysAskedBy(model, way)] });
  }
}

function writeParts(file: string, model: RoutingModel): void {
  if (writtenModels.has(model)) {
    return;
  }
  writtenModels.add(model);
  const parts = partsOf(model).filter((part) => !writtenParts.has(keyOf(part)));
  for (const part of parts) {
    writtenParts.add(keyOf(part));
  }
  note(file, { parts });
}

function append(file: string, line: object): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** What the reporter reads must not make a test fail: the folder is gone where a process outlives the run it was made for. */
function note(file: string, line: RecordedLine): void {
  try {
    append(file, line);
  } catch {
    // The reporter has what was noted before.
  }
}
