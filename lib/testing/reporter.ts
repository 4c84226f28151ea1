import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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

  /** vitest calls this after all tests. */
  onTestRunEnd(): void {
    this.end();
  }

  /** Processes that run tests have the environment of this one. */
  private begin(): void {
    this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-coverage-'));
    process.env[COVERAGE] = this.folder;
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
    process.stdout.write(`\n${this.report(run).join('\n')}\n`);
  }

  private report({ requests, summary, left }: RecordedRun): string[] {
    const line = `Mesh coverage: ${summary}`;
    if (left.length === 0 || requests.length === 0) {
      return [line];
    }
    mkdirSync(this.directory, { recursive: true });
    const file = join(this.directory, REQUESTS);
    writeFileSync(file, requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
    const propose = `npx cdk8s-istio tests --uncovered ${relative(process.cwd(), file)}`;
    return [line, ...left, `To get tests for them, run: ${propose}`];
  }
}

export = CoverageReporter;
