import { spawn } from 'node:child_process';
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

/**
 * Runs the app of a project, and reads what it writes; the folder of the project's manifests stays as it is.
 *
 * @throws Error with what the app prints, if it fails
 */
export async function synthesized({ app, output }: Project): Promise<FileTexts> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-view-'));
  try {
    const { status, printed } = await run(app, folder);
    if (status !== 0) {
      throw new Error(printed.trim() || `"${app}" ends with status ${status}`);
    }
    if (!existsSync(folder)) {
      throw new Error(`"${app}" has written no manifests`);
    }
    const { texts, notes } = readTexts([folder]);
    const inProject = (file: string) => join(output, file.slice(folder.length));
    return {
      texts: texts.map((one) => ({ ...one, file: inProject(one.file) })),
      notes: notes.map((one) => ({ ...one, file: inProject(one.file) })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(
  command: string,
  folder: string,
): Promise<{ readonly status: number; readonly printed: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, {
      shell: true,
      env: { ...process.env, CDK8S_OUTDIR: folder, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
    }
    child.on('error', ({ message }) => resolve({ status: 1, printed: message }));
    child.on('close', (status) => resolve({ status: status ?? 1, printed: printed.join('') }));
  });
}
