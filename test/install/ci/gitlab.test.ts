import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { load } from 'js-yaml';
import { CHANGED, inRepository, OLD, type Repository } from './repository';

interface Pipeline {
  readonly default: { readonly before_script: readonly string[] };
  readonly check: { readonly script: readonly string[] };
  readonly diff: { readonly script: readonly string[]; readonly variables: Readonly<Record<string, string>> };
}

const PIPELINE = load(
  readFileSync(resolve(__dirname, '../../../docs/examples/gitlab-ci.yml'), 'utf8'),
) as Pipeline;
const NOTES = 'https://gitlab.example.com/api/v4/projects/3/merge_requests/7/notes';

/** Runs a job as GitLab's runner does: all lines in one shell, which ends with the first failure. */
function runJob(
  name: 'check' | 'diff',
  repository: Repository,
  variables: Readonly<Record<string, string>> = {},
) {
  const lines = [...PIPELINE.default.before_script, ...PIPELINE[name].script];
  const { status, stdout, stderr } = spawnSync('sh', ['-e', '-c', lines.join('\n')], {
    cwd: repository.workspace,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...repository.env,
      CI_API_V4_URL: 'https://gitlab.example.com/api/v4',
      CI_PROJECT_ID: '3',
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_DIFF_BASE_SHA: repository.git('rev-parse', 'origin/main'),
      ...variables,
    },
  });
  return { status, stdout, stderr };
}

test('one note on the merge request is kept up to date', () => {
  inRepository((repository) => {
    const note = (summary: string) => new RegExp(`^<!-- cdk8s-istio diff -->\n\\*\\*${summary}\\*\\*\n`);
    repository.commit(CHANGED);
    const { status, stdout, stderr } = runJob('diff', repository, { GITLAB_TOKEN: 'secret' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(note('Some requests change their fate: 1 other timeout'));
    expect(repository.comments()).toEqual([stdout]);

    repository.commit(OLD);
    expect(runJob('diff', repository, { GITLAB_TOKEN: 'secret' }).status).toBe(0);
    expect(repository.comments()).toHaveLength(1);
    expect(repository.comments()[0]).toMatch(note('No request changes its fate'));
    const header = 'PRIVATE-TOKEN: secret';
    expect(repository.calls().filter((call) => !call.startsWith('npm'))).toEqual([
      `GET ${NOTES}?sort=asc&per_page=100 ${header}`,
      `POST ${NOTES} ${header}`,
      `GET ${NOTES}?sort=asc&per_page=100 ${header}`,
      `PUT ${NOTES}/1 ${header}`,
    ]);
  });
});

test('without a token, the log has the differences; without history, a line says what to do', () => {
  inRepository((repository) => {
    repository.commit(CHANGED);
    const { status, stdout } = runJob('diff', repository);
    expect(status).toBe(0);
    expect(stdout).toContain('timeout: none -> 3s');
    expect(repository.comments()).toEqual([]);

    expect(PIPELINE.diff.variables).toEqual({ GIT_DEPTH: '0' });
    const shallow = runJob('diff', { ...repository, workspace: repository.shallow() });
    expect(shallow.status).toBe(2);
    expect(shallow.stderr).toContain('this checkout is shallow: check out the whole history, with');
    expect(shallow.stderr).toContain('GIT_DEPTH "0" in GitLab');
  });
});

test('check and the tests of the project', () => {
  inRepository((repository) => {
    expect(runJob('check', repository)).toEqual({
      status: 0,
      stdout: 'Nothing wrong in 4 objects\n',
      stderr: '',
    });
    expect(repository.calls()).toEqual(['npm ci', 'npm test']);
    repository.commit(OLD.replace('host: web', 'host: wbe'));
    expect(runJob('check', repository).status).toBe(1);
  });
});
