import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldsOf, textOf } from '../../manifests/fields';
import { type FileTexts, readTexts } from '../../manifests/files';
import { readYamlValue } from '../../manifests/yaml/documents';

/** The file that says how a cdk8s project is synthesized. */
export const PROJECT = 'cdk8s.yaml';

/** How a cdk8s project is synthesized. */
export interface Project {
  /** The command of the app. */
  readonly app: string;
  /** The folder that its manifests are for. */
  readonly output: string;
}

/** The project in the current folder; undefined if there is none, or one without an app. */
export function projectHere(): Project | undefined {
  if (!existsSync(PROJECT)) {
    return undefined;
  }
  const { app, output } = fieldsOf(readYamlValue(readFileSync(PROJECT, 'utf8')));
  const command = textOf(app);
  return command ? { app: command, output: textOf(output) || 'dist' } : undefined;
}

/** An app that runs for longer may hang; in milliseconds. */
const PATIENCE = 60_000;

/** As much of what an app prints as anybody reads, in characters. */
const MOST_PRINTED = 20_000;

/** The runs of the app of a project. */
export class ProjectSynth {
  private running: { readonly child: ChildProcess; readonly folder: string; isHanging: boolean } | undefined;

  /** @param hangs is called with what there is to say while an app does not end */
  constructor(
    private readonly project: Project,
    private readonly hangs: (words: string) => void,
    private readonly patience = PATIENCE,
  ) {}

  /**
   * Runs the app, and reads what it writes; the folder of the project's manifests stays as it is.
   *
   * @throws Error with what the app prints, if it fails
   */
  async read(): Promise<FileTexts> {
    const { app, output } = this.project;
    const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-view-'));
    try {
      const { status, printed } = await this.run(folder);
      if (status !== 0) {
        throw new Error(
          printed.trim() || `"${app}" ends with ${status === null ? 'a signal' : `status ${status}`}`,
        );
      }
      const { texts, notes } = existsSync(folder) ? readTexts([folder]) : { texts: [], notes: [] };
      if (texts.length === 0) {
        throw new Error(`"${app}" has written no manifests`);
      }
      const inProject = (file: string) => join(output, file.slice(folder.length));
      return {
        texts: texts.map((one) => ({ ...one, file: inProject(one.file) })),
        notes: notes.map((one) => ({ ...one, file: inProject(one.file) })),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Ends a run that hangs, so that another one can begin. */
  endIfHanging(): void {
    if (this.running?.isHanging) {
      end(this.running.child);
    }
  }

  /** Ends what runs, and removes what it has written. */
  stop(): void {
    if (this.running) {
      end(this.running.child);
      rmSync(this.running.folder, { recursive: true, force: true });
    }
  }

  private run(folder: string): Promise<{ readonly status: number | null; readonly printed: string }> {
    const { app } = this.project;
    return new Promise((resolve) => {
      const child = spawn(app, {
        shell: true,
        env: { ...process.env, CDK8S_OUTDIR: folder, NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of processes of its own can be ended as a whole.
        detached: HAS_GROUPS,
      });
      const run = { child, folder, isHanging: false };
      this.running = run;
      const impatient = setTimeout(() => {
        run.isHanging = true;
        this.hangs(`"${app}" has not ended after ${this.patience / 1000} s; the next change ends it`);
      }, this.patience);
      let printed = '';
      const ended = (status: number | null) => {
        clearTimeout(impatient);
        this.running = undefined;
        resolve({ status, printed });
      };
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          printed = `${printed}${text}`.slice(-MOST_PRINTED);
        });
      }
      child.on('error', ({ message }) => {
        printed = message;
        ended(1);
      });
      child.on('close', ended);
    });
  }
}

const HAS_GROUPS = process.platform !== 'win32';

function end(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    process.kill(HAS_GROUPS ? -child.pid : child.pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
