import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';
import { CHANGED, inRepository, OLD, type Repository } from './repository';
import { ACTION, type Job, type Run, runAction } from './runner';

const PULL_REQUEST = { 'event.pull_request.number': '7', token: 'secret' };
const MARKER = '<!-- cdk8s-istio diff of ./dist -->\n\n';
const BASE = { GITHUB_BASE_REF: 'main' };
const ALL_GOOD = { command: 0, check: 0, diff: 0, comment: 0 };

interface Workflow {
  readonly jobs: {
    readonly manifests: { readonly steps: readonly { readonly uses?: string; readonly with?: object }[] };
  };
}

function read(file: string): string {
  return readFileSync(resolve(__dirname, '../../..', file), 'utf8');
}

/** Runs the action on a pull request. */
function onPullRequest(repository: Repository, job: Partial<Job> = {}): Run {
  const env = { ...repository.env, ...BASE, ...job.env };
  rmSync(join(repository.temp, 'summary'), { force: true });
  return runAction({ ...repository, github: PULL_REQUEST, ...job, env });
}

test('no expression is part of a script, and shellcheck has nothing to say', () => {
  for (const { run, shell } of ACTION.runs.steps) {
    expect({ shell, hasExpression: run.includes('${{') }).toEqual({ shell: 'sh', hasExpression: false });
    const { error, stdout } = spawnSync('shellcheck', ['--shell=sh', '--exclude=SC2086', '-'], {
      input: run,
    });
    expect(error ? '' : stdout.toString()).toBe('');
  }
});

test('the page lists the inputs, and its workflow uses them', () => {
  const rows = [...read('docs/ci.md').matchAll(/^\| `([\w-]+)` +\|(?: +| `(.*?)` +| [^`|]*)\| /gm)];
  const documented = rows.map(([, name, value = '']) => [name, value]);
  const isNamed = (value: string) => !value.includes('${{');
  expect(documented).toEqual(
    Object.entries(ACTION.inputs).map(([name, input]) => [name, isNamed(input.default) ? input.default : '']),
  );
  const { jobs } = load(read('docs/examples/github-workflow.yml')) as Workflow;
  const step = jobs.manifests.steps.find(({ uses }) => uses?.startsWith('OWNER/'));
  expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));
  expect(jobs.manifests.steps[0]).toEqual({ uses: 'actions/checkout@v4', with: { 'fetch-depth': 0 } });
});

test('without differences, nothing is commented', () => {
  inRepository((repository) => {
    const { steps, out, err, summary, changes } = onPullRequest(repository);
    expect({ steps, err, summary, changes }).toEqual({
      steps: ALL_GOOD,
      err: '',
      summary: '',
      changes: 'false',
    });
    expect(out).toBe('Nothing wrong in 4 objects\nNo request changes its fate\n');
    expect(repository.comments()).toEqual([]);
    expect(repository.calls()).toEqual(['GET github.example.com repos/shop/mesh/issues/7/comments']);
  });
});

test('differences are annotated, and one comment is kept up to date', () => {
  inRepository((repository) => {
    repository.commit(CHANGED);
    const { steps, out, err, summary, changes } = onPullRequest(repository);
    expect({ steps, err, summary, changes }).toEqual({
      steps: ALL_GOOD,
      err: '',
      summary: '',
      changes: 'true',
    });
    expect(out).toMatch(/\n::warning file=dist\/mesh\.yaml,line=19,col=54,title=other timeout::any host/);
    expect(repository.comments()).toHaveLength(1);
    expect(repository.comments()[0]).toMatch(
      `${MARKER}**Some requests change their fate: 1 other timeout**\n`,
    );

    repository.commit(CHANGED.replace('3s', '4s'));
    onPullRequest(repository);
    expect(repository.comments()).toHaveLength(1);
    expect(repository.comments()[0]).toContain('timeout: none -> 4s');

    repository.commit(OLD);
    onPullRequest(repository);
    expect(repository.comments()).toEqual([`${MARKER}**No request changes its fate**\n`]);
  });
});

test('another folder has a comment of its own, and annotations from the root of the repository on', () => {
  inRepository((repository) => {
    repository.commit(CHANGED);
    onPullRequest(repository);
    const { out } = onPullRequest(repository, {
      inputs: { manifests: 'mesh.yaml', 'working-directory': 'dist' },
    });
    expect(out).toContain('::warning file=dist/mesh.yaml,line=19,');
    const markers = repository.comments().map((text) => text.split('\n')[0]);
    expect(markers).toEqual([MARKER.trim(), '<!-- cdk8s-istio diff of dist/mesh.yaml -->']);
  });
});

test('the change is that of the branch, whatever came to the main branch since', () => {
  inRepository((repository) => {
    const { git } = repository;
    repository.commit(CHANGED);
    git('switch', '--quiet', 'main');
    repository.commit(OLD.replace('number: 80', 'number: 8080'));
    git('update-ref', 'refs/remotes/origin/main', 'main');
    git('switch', '--quiet', 'change');
    const onBranch = onPullRequest(repository);
    git('switch', '--quiet', '--detach', 'main');
    git('merge', '--quiet', '--no-edit', 'change');
    const onMergeCommit = onPullRequest(repository);
    for (const { out } of [onBranch, onMergeCommit]) {
      expect(out).toContain('timeout: none -> 3s');
      expect(out).not.toContain('no longer reached');
    }
  });
});

const REFUSED =
  '::notice title=cdk8s-istio diff::The token may not comment, as in a pull request from a fork or without "pull-requests: write"; the differences are in the summary of the job.';
const NOBODY = 'The differences are in the summary of the job, because there is no pull request or no token.';
const LONG =
  '::notice title=cdk8s-istio diff::The differences are too long for a comment; they are in the summary of the job.';

test.each<[string, string, Partial<Job>, string?]>([
  ['a pull request from a fork', REFUSED, { env: { GH_REFUSES: 'POST' } }],
  ['a token that may not read', REFUSED, { env: { GH_REFUSES: 'GET' } }],
  ['a runner without gh', REFUSED, { env: { PATH: '/nowhere:/bin:/usr/bin' } }],
  ['no token', NOBODY, { inputs: { 'github-token': '' } }],
  ['no pull request', NOBODY, { github: { token: 'secret' } }],
  ['no comment', 'The differences are in the summary of the job.', { inputs: { comment: 'false' } }],
  ['a long report', LONG, {}, 'changes\n'.repeat(10_000)],
])('the summary of the job has the differences: %s', (_, line, job, text = '**changes**\n') => {
  inRepository((repository) => {
    const report = join(repository.temp, 'report.md');
    writeFileSync(report, text);
    const only = { id: 'comment', after: { 'diff.outputs.report': report, 'diff.outputs.changes': 'true' } };
    const { steps, out, summary } = onPullRequest(repository, { ...job, only });
    expect({ steps, out, summary }).toEqual({ steps: { comment: 0 }, out: `${line}\n`, summary: text });
    expect(repository.comments()).toEqual([]);
  });
});

test('a shallow checkout is told what to do', () => {
  inRepository((repository) => {
    repository.commit(CHANGED);
    const workspace = repository.shallow();
    const { steps, out } = onPullRequest({ ...repository, workspace });
    expect(steps).toEqual({ command: 0, check: 0, diff: 2 });
    expect(out).toBe(
      'Nothing wrong in 4 objects\n::error title=cdk8s-istio diff::This checkout does not have the history of "main"; add "fetch-depth: 0" to the step with actions/checkout.\n',
    );
    const named = onPullRequest({ ...repository, workspace }, { inputs: { base: 'origin/main' } });
    expect(named.steps).toEqual({ command: 0, check: 0, diff: 2 });
    expect(named.err).toMatch(
      /^cdk8s-istio: git does not know .* with "fetch-depth: 0" for actions\/checkout/,
    );
  });
});

test('what check finds fails the job, and the requests are compared all the same', () => {
  inRepository((repository) => {
    repository.commit(OLD.replace('host: web', 'host: wbe'));
    const { steps, out } = onPullRequest(repository);
    expect(steps).toEqual({ ...ALL_GOOD, check: 1 });
    expect(out).toMatch(
      /^::error file=dist\/mesh\.yaml,line=19,col=\d+,title=\[IST0101\] VirtualService default\/routes::/,
    );
    expect(repository.comments()[0]).toContain('no longer reached');
  });
});

test('the tests of the project run, and a change can fail the job', () => {
  inRepository((repository) => {
    const inputs = { test: 'test', 'fail-on-changes': 'true' };
    expect(onPullRequest(repository, { inputs }).steps).toEqual({ ...ALL_GOOD, test: 0 });
    expect(repository.calls()).toContain('npm run test');
    repository.commit(CHANGED);
    const broken = onPullRequest(repository, { inputs: { ...inputs, test: 'broken' } });
    expect(broken.steps).toEqual({ ...ALL_GOOD, test: 1, changes: 1 });
    expect(broken.out).toMatch(/\n::error title=cdk8s-istio diff::Some requests change their fate\.\n$/);
    expect(repository.comments()).toHaveLength(1);
  });
});

test('options are passed on, and none of them is a command', () => {
  inRepository((repository) => {
    const marker = join(repository.temp, 'marker');
    const odd = `$(touch ${marker})\`touch ${marker}\`; touch ${marker}; *`;
    const { steps, err } = onPullRequest(repository, {
      inputs: { manifests: odd, options: `--istio=1.31\n--context=${odd}`, base: odd, test: odd },
    });
    expect(steps).toEqual({ command: 0, check: 2, test: 0, diff: 2 });
    expect(err).toMatch(/^cdk8s-istio: cannot read "\$\(touch /);
    expect(spawnSync('ls', [marker]).status).not.toBe(0);

    writeFileSync(join(repository.workspace, 'my context.yaml'), OLD.replaceAll('web', 'api'));
    const inputs = {
      options: '--istio=1.31\n--context=my context.yaml\n',
      'check-options': '--fail-on=warning',
      'diff-options': '--old-istio=1.30',
    };
    expect(onPullRequest(repository, { inputs }).steps).toEqual(ALL_GOOD);
  });
});

test('manifests that are not in git yet, and a run that is not for a pull request, are compared with nothing', () => {
  inRepository((repository) => {
    writeFileSync(join(repository.workspace, 'new.yaml'), OLD);
    const fresh = onPullRequest(repository, { inputs: { manifests: 'new.yaml' } });
    expect(fresh.steps).toEqual({ command: 0, check: 0, diff: 0 });
    expect(fresh.out).toMatch(
      /\n::notice title=cdk8s-istio diff::Nothing is compared, because "new\.yaml" is not in git at \w+\.\n$/,
    );
    const push = onPullRequest(repository, { github: {}, env: { GITHUB_BASE_REF: '' } });
    expect(push.steps).toEqual({ command: 0, check: 0, diff: 0 });
    expect(push.out).toMatch(/this is not a pull request; name a revision in the input "base"\.\n$/);
  });
});

test('a project without the package uses the action itself', () => {
  inRepository((repository) => {
    rmSync(join(repository.workspace, 'node_modules'), { recursive: true });
    expect(onPullRequest(repository).steps).toEqual(ALL_GOOD);
  });
});
