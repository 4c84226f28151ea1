import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { makeFolder } from '../manifests/paths';
import { COVERAGE } from '../tracing/coverage-folder';
import type { RecordedRun } from './recorded-run';

/** What the reporter reads of jest's configuration. */
interface JestConfig {
  readonly collectCoverage?: boolean;
  readonly coverageDirectory?: string;
}

/** What the reporter reads of vitest. */
interface Vitest {
  readonly config?: { readonly coverage?: { readonly reportsDirectory?: string } };
}

/** The requests of the tests, for `cdk8s-istio tests --uncovered`. */
const REQUESTS = 'mesh-requests.jsonl';

/**
 * A reporter for jest and vitest. After the tests it prints which routes, servers and policies of the meshes no test has asked
 * about. jest asks for it by `--coverage`; with vitest it always prints.
 */
class CoverageReporter {
  private readonly isAskedFor: boolean;
  private directory: string;
  private folder: string | undefined;

  /** @param config the configuration of jest; vitest gives none */
  constructor({ collectCoverage = false, coverageDirectory = 'coverage' }: JestConfig = {}) {
    this.isAskedFor = collectCoverage;
    this.directory = coverageDirectory;
  }

  /** jest calls this before it starts the processes that run tests. */
  onRunStart(): void {
    if (this.isAskedFor) {
      this.begin();
    }
  }

  /** jest calls this after all tests. */
  onRunComplete(): void {
    this.end();
  }

  /** vitest calls this before it starts the processes that run tests. */
  onInit({ config }: Vitest = {}): void {
    this.directory = config?.coverage?.reportsDirectory ?? this.directory;
    this.begin();
  }

  /** vitest calls this before each run, also when it watches files. */
  onTestRunStart(): void {
    if (this.folder === undefined) {
      this.begin();
    }
  }

  /** vitest calls this after all tests. */
  onTestRunEnd(): void {
    this.end();
  }

  /** Processes that run tests have the environment of this one. */
  private begin(): void {
    try {
      this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-coverage-'));
      process.env[COVERAGE] = this.folder;
    } catch (error) {
      print([`Mesh coverage: unknown, because nothing can be noted: ${(error as Error).message}`]);
    }
  }

  private end(): void {
    if (this.folder === undefined) {
      return;
    }
    // Most runs do not need what this loads.
    const { recordedRun } = require('./recorded-run') as typeof import('./recorded-run');
    const run = recordedRun(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
    this.folder = undefined;
    delete process.env[COVERAGE];
    print(this.report(run));
  }

  private report({ requests, summary, left }: RecordedRun): string[] {
    const line = `Mesh coverage: ${summary}`;
    if (left.length === 0 || requests.length === 0) {
      return [line];
    }
    const file = join(this.directory, REQUESTS);
    try {
      makeFolder(this.directory);
      writeFileSync(file, requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
    } catch (error) {
      return [line, ...left, `The requests are not in a file, because of: ${(error as Error).message}`];
    }
    const propose = `npx cdk8s-istio tests --uncovered ${relative(process.cwd(), file)}`;
    return [line, ...left, `To get tests for them, run: ${propose}`];
  }
}

function print(lines: readonly string[]): void {
  process.stdout.write(`\n${lines.join('\n')}\n`);
}

export = CoverageReporter;
