import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';

const ROOT = resolve(__dirname, '../../..');

/** A step of the action, as far as a runner looks at it. */
export interface Step {
  readonly id: string;
  readonly if?: string;
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'working-directory'?: string;
}

/** `action.yml`. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const ACTION = load(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Action;

/** A run of the action. */
export interface Run {
  /** The exit status of each step that ran, by its id. */
  readonly steps: Readonly<Record<string, number>>;
  readonly out: string;
  readonly err: string;
  /** What the action writes to the summary of the job. */
  readonly summary: string;
  /** The output "changes". */
  readonly changes: string;
}

/** What is around the action. */
export interface Job {
  /** The repository that is checked out. */
  readonly workspace: string;
  /** A folder for everything else. */
  readonly temp: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Properties of `github`, such as `event.pull_request.number`. */
  readonly github?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Only the step with this id runs, after these outputs of others. */
  readonly only?: { readonly id: string; readonly after: Readonly<Record<string, string>> };
}

/** Runs the steps of the action as a runner of GitHub does: the expressions first, then each step in a shell. */
export function runAction({ workspace, temp, inputs = {}, github = {}, env = {}, only }: Job): Run {
  mkdirSync(temp, { recursive: true });
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(github)) {
    values.set(`github.${name}`, value);
  }
  for (const [name, value] of Object.entries(only?.after ?? {})) {
    values.set(`steps.${name}`, value);
  }
  for (const [name, input] of Object.entries(ACTION.inputs)) {
    values.set(`inputs.${name}`, inputs[name] ?? replaced(input.default, values));
  }
  const summary = join(temp, 'summary');
  const results = { steps: {} as Record<string, number>, out: '', err: '' };
  for (const step of ACTION.runs.steps.filter(({ id }) => only === undefined || id === only.id)) {
    const hasFailed = Object.values(results.steps).some((status) => status !== 0);
    if (!(step.if === undefined ? !hasFailed : holds(step.if, values))) {
      values.set(`steps.${step.id}.outcome`, 'skipped');
      continue;
    }
    const output = join(temp, `output-${step.id}`);
    writeFileSync(output, '');
    const script = join(temp, `${step.id}.sh`);
    writeFileSync(script, step.run);
    const { status, stdout, stderr } = spawnSync('sh', ['-e', script], {
      cwd: resolve(workspace, replaced(step['working-directory'] ?? '.', values)),
      encoding: 'utf8',
      env: {
        ...process.env,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: workspace,
        GITHUB_ACTION_PATH: ROOT,
        GITHUB_REPOSITORY: 'shop/mesh',
        GITHUB_SERVER_URL: 'https://github.example.com',
        GITHUB_BASE_REF: '',
        RUNNER_TEMP: temp,
        ...env,
        ...Object.fromEntries(
          Object.entries(step.env ?? {}).map(([name, text]) => [name, replaced(text, values)]),
        ),
      },
    });
    results.steps[step.id] = status ?? -1;
    results.out += stdout;
    results.err += stderr;
    values.set(`steps.${step.id}.outcome`, status === 0 ? 'success' : 'failure');
    for (const line of readFileSync(output, 'utf8').split('\n').filter(Boolean)) {
      const [name = '', ...value] = line.split('=');
      values.set(`steps.${step.id}.outputs.${name}`, value.join('='));
    }
  }
  return {
    ...results,
    summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '',
    changes: replaced(ACTION.outputs.changes?.value ?? '', values),
  };
}

/** A text with the values of its expressions, each of which is a name here. */
function replaced(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => values.get(name) ?? '');
}

/** Whether a condition holds: comparisons with texts, joined by `&&`. */
function holds(condition: string, values: ReadonlyMap<string, string>): boolean {
  const [, terms = ''] = /^\$\{\{ (.*) \}\}$/.exec(condition) ?? [];
  return terms.split(' && ').every((term) => {
    if (term === '!cancelled()') {
      return true;
    }
    const [, name = '', operator, text] = /^([\w.-]+) (==|!=) '(.*)'$/.exec(term) ?? [];
    if (operator === undefined) {
      throw new Error(`"${term}" is a condition that this runner does not know`);
    }
    return ((values.get(name) ?? '') === text) === (operator === '==');
  });
}
