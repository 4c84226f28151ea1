import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, gateway, routes, to } from '../scene';
import { inTemporaryFolder } from '../support';

const PROGRAM = resolve(__dirname, '../../bin/cdk8s-istio.cjs');
const OLD = app('web') + gateway('gw') + routes('routes', `[{ ${to('web')} }]`);
const NEW = OLD.replace('[{ route', '[{ timeout: 3s, route');
const BLOCK = `other timeout: any host (http, port 80)
  try: cdk8s-istio trace http://any.example.net/
  both: to Deployment default/web:8080 (web.default.svc.cluster.local:80), which sees any.example.net/
        by VirtualService default/routes http[0]
  timeout: none -> 3s

Some requests change their fate: 1 other timeout
`;

/** A folder with `old.yaml` and `new.yaml`, and with `dist/` in git, in which `dist/mesh.yaml` has changed since. */
function inRepository(test: (run: (...args: string[]) => object, folder: string) => void): void {
  inTemporaryFolder((folder) => {
    const git = (...args: string[]) => spawnSync('git', args, { cwd: folder });
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'old.yaml'), OLD);
    writeFileSync(join(folder, 'new.yaml'), NEW);
    writeFileSync(join(folder, 'broken.yaml'), 'a: [');
    writeFileSync(join(folder, 'dist/mesh.yaml'), OLD);
    git('init', '--quiet');
    git('add', 'dist');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'one');
    writeFileSync(join(folder, 'dist/mesh.yaml'), NEW);
    test((...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, 'diff', ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
      return { status, stdout, stderr };
    }, folder);
  });
}

test('diff compares files, a revision of git, and versions of Istio', () => {
  inRepository((run) => {
    const changed = { status: 0, stdout: BLOCK, stderr: '' };
    expect(run('old.yaml', 'new.yaml')).toEqual(changed);
    expect(run()).toEqual(changed);
    expect(run('--git', 'HEAD', 'dist')).toEqual(changed);
    expect(run('--git', 'HEAD:dist', 'new.yaml')).toEqual(changed);
    expect(run('--exit-code')).toEqual({ ...changed, status: 1 });
    expect(run('--exit-code', '--old-istio', '1.30', 'old.yaml', 'old.yaml')).toEqual({
      status: 0,
      stdout: 'No request changes its fate\n',
      stderr: '',
    });
  });
});

test('diff prints annotations at the lines that decide', () => {
  inRepository((run) => {
    const text =
      'any host (http, port 80)%0Aold: to Deployment default/web:8080 (web.default.svc.cluster.local:80), which sees any.example.net/; by VirtualService default/routes http[0]%0Anew: to Deployment default/web:8080 (web.default.svc.cluster.local:80), which sees any.example.net/; by VirtualService default/routes http[0]%0Atimeout: none -> 3s';
    expect(run('--output', 'github', 'old.yaml', 'new.yaml')).toEqual({
      status: 0,
      stdout: `::warning file=new.yaml,line=19,col=54,title=other timeout::${text}\nSome requests change their fate: 1 other timeout\n`,
      stderr: '',
    });
  });
});

test('annotations of standard input have no place', () => {
  inRepository((_, folder) => {
    const { stdout } = spawnSync(process.execPath, [PROGRAM, 'diff', '--output', 'github', 'old.yaml', '-'], {
      cwd: folder,
      input: NEW,
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^::warning title=other timeout::any host/);
  });
});

test('a repository without a commit has nothing to compare with', () => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, 'new.yaml'), NEW);
    spawnSync('git', ['init', '--quiet'], { cwd: folder });
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'diff', '--git', 'HEAD', 'new.yaml'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        'cdk8s-istio: git does not know the revision "HEAD"; the repository has no commit yet: commit the older manifests, or name two files or folders instead\n',
    });
  });
});

test('a path of a revision begins in the current folder, and may lead out of it', () => {
  inRepository((_, folder) => {
    const changed = { status: 0, stdout: BLOCK, stderr: '' };
    const run = (cwd: string, ...args: string[]) => {
      const program = [PROGRAM, 'diff', ...args];
      const options = { cwd: join(folder, cwd), encoding: 'utf8' } as const;
      const { status, stdout, stderr } = spawnSync(process.execPath, program, options);
      return { status, stdout, stderr };
    };
    mkdirSync(join(folder, 'deep/er'), { recursive: true });
    expect(run('deep/er', '--git', 'HEAD:../../dist', '../../dist')).toEqual(changed);
    expect(run('dist', '--git', 'HEAD:mesh.yaml', '../new.yaml')).toEqual(changed);
    expect(run('dist', '--git', 'HEAD', '.')).toEqual(changed);
    expect(run('dist', '--git', 'HEAD:..', '.')).toEqual(changed);
    expect(run('.', '--git', `HEAD:${join(folder, 'dist')}`, './dist')).toEqual(changed);
  });
});

test('an object that is there twice in a revision is named by its places there', () => {
  inRepository((run, folder) => {
    const git = (...args: string[]) => spawnSync('git', args, { cwd: folder });
    writeFileSync(join(folder, 'dist/twice.yaml'), OLD);
    git('add', 'dist');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message', 'two');
    rmSync(join(folder, 'dist/mesh.yaml'));
    expect(run()).toEqual({
      status: 0,
      stdout: 'No request changes its fate\n',
      stderr:
        'Warning: HEAD:dist/twice.yaml:16: VirtualService default/routes is there twice: HEAD:dist/mesh.yaml:16 has it as well, and only this later one counts, as after `kubectl apply`; remove one of them\n',
    });
  });
});

test('in a shallow checkout, diff says how to get the history', () => {
  inRepository((_, folder) => {
    const git = (...args: string[]) => spawnSync('git', args, { cwd: folder });
    git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--all', '-m', 'two');
    git('clone', '--quiet', '--depth', '1', `file://${folder}`, 'shallow');
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'diff', '--git', 'HEAD^', 'dist'], {
      cwd: join(folder, 'shallow'),
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr:
        'cdk8s-istio: git does not know the revision "HEAD^"; this checkout is shallow: check out the whole history, with "fetch-depth: 0" for actions/checkout or GIT_DEPTH "0" in GitLab, or run "git fetch --unshallow"\n',
    });
  });
});

test('a wrong call of diff, and a file that is not YAML', () => {
  inRepository((run) => {
    const wrong = (...args: string[]) => {
      const { status, stdout, stderr } = run(...args) as { status: number; stdout: string; stderr: string };
      return [status, stdout, stderr.split('\n')[0]];
    };
    expect(wrong('--git', 'nope')).toEqual([
      2,
      '',
      'cdk8s-istio: git does not know the revision "nope"; if it is on the remote, fetch it first: git fetch origin nope',
    ]);
    expect(wrong('--git', 'origin/main')[2]).toMatch(/; if it is .*: git fetch origin main$/);
    expect(wrong('--git', 'HEAD:/etc', 'dist')[2]).toMatch(
      /^cdk8s-istio: "\/etc" is outside the git repository \/.*; name a path in it$/,
    );
    expect(wrong('--git', 'HEAD:deploy', 'dist')).toEqual([
      2,
      '',
      'cdk8s-istio: "deploy" is not in git at HEAD; commit it, or name two files or folders instead',
    ]);
    expect(wrong('old.yaml')).toEqual([
      2,
      '',
      'cdk8s-istio: "old.yaml" is compared with nothing; name the new manifests as well, or use --git',
    ]);
    expect(wrong('old.yaml', 'new.yaml', 'dist')).toEqual([
      2,
      '',
      'cdk8s-istio: two versions are compared, and "dist" is one too many',
    ]);
    expect(wrong('old.yaml', 'broken.yaml')[0]).toBe(2);
    expect(wrong('--old-istio', '1.9', 'old.yaml', 'new.yaml')[0]).toBe(2);
  });
});
