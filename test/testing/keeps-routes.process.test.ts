import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Chart, Duration } from 'cdk8s';
import { EchoServer, Gateway, MeshApp, MeshModel, Server, VirtualService } from 'cdk8s-istio';
import 'cdk8s-istio/testing';
import { object } from '../scene';
import { inTemporaryFolder } from '../support';
import { failure } from './failure';

/** An app that routes all requests, within so many seconds. */
function appWith(seconds?: number): MeshApp {
  const app = new MeshApp();
  const chart = new Chart(app, 'echo', { namespace: 'default', disableResourceNameHashes: true });
  const echo = new EchoServer(chart, 'echo');
  const gateway = new Gateway(chart, 'gateway', { servers: [Server.http({ hosts: ['*'] })] });
  const timeout = seconds === undefined ? {} : { timeout: Duration.seconds(seconds) };
  new VirtualService(chart, 'routes', {
    hosts: ['*'],
    gateways: [gateway],
    http: [{ to: echo, ...timeout }],
  });
  return app;
}

const git = (...args: string[]) => {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  const { status, stderr } = spawnSync('git', [...identity, ...args], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
};

/** In a repository whose only commit has what the app without a timeout writes to `dist/`. */
function inRepository(test: () => void): void {
  inTemporaryFolder((folder) => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      git('init', '--quiet', '--initial-branch=main');
      appWith().synth();
      git('add', '.');
      git('commit', '--quiet', '--message', 'one');
      test();
    } finally {
      process.chdir(before);
    }
  });
}

test('an app keeps the routes of the last commit, or says which requests change their fate', () => {
  inRepository(() => {
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const app = appWith();
    // #region git
    expect(app).toKeepRoutesOf('git:HEAD'); // dist/ as it was committed last
    expect(app).toKeepRoutesOf('git:origin/main:dist'); // on the main branch
    // #endregion

    const changed = appWith(3);
    // What it writes makes no difference to what was committed.
    changed.synth();
    expect(changed).not.toKeepRoutesOf('git:HEAD');
    expect('dist').not.toKeepRoutesOf('git:HEAD');
    expect(changed.charts[0]).not.toKeepRoutesOf('git:HEAD:dist/echo.k8s.yaml');
    expect(failure(() => expect(changed).toKeepRoutesOf('git:HEAD'))).toBe(
      `expect(manifests).toKeepRoutesOf(old)

Expected: no request changes its fate since git:HEAD
Received: Some requests change their fate: 1 other timeout

other timeout: any host (http, port 80)
  try: cdk8s-istio trace http://any.example.net/
  both: to Deployment default/echo:8080 (echo.default.svc.cluster.local:80), which sees any.example.net/
        by VirtualService default/echo-routes http[0]
  timeout: none -> 3s`,
    );
    expect(failure(() => expect(app).not.toKeepRoutesOf('git:HEAD'))).toBe(
      `expect(manifests).not.toKeepRoutesOf(old)

Expected: some requests change their fate since git:HEAD
Received: No request changes its fate`,
    );
  });
});

test('the old side may be a file, a folder, an app or a model', () => {
  inRepository(() => {
    git('worktree', 'add', '--quiet', 'old');
    const model = MeshModel.of('old/dist');
    for (const old of ['old/dist', ['old/dist/echo.k8s.yaml'], appWith(), appWith().charts[0], model]) {
      expect(appWith()).toKeepRoutesOf(old as string);
      expect(appWith(3)).not.toKeepRoutesOf(old as string);
      expect(MeshModel.of(appWith(3))).not.toKeepRoutesOf(old as string);
    }
  });
});

test('files that the app itself has just written are refused, as they would never differ', () => {
  inRepository(() => {
    const app = appWith(3);
    app.synth();
    const refused = (path: string, advice = path) =>
      `toKeepRoutesOf: the app of the other side is written to "${path}", and nothing differs from what it has just written; compare with a revision of git, such as "git:HEAD:${advice}", or with a copy elsewhere`;
    const { charts } = app;
    const written = MeshModel.of('dist');
    for (const source of [app, charts[0], MeshModel.of(app), MeshModel.of(charts[0] as Chart)]) {
      expect(failure(() => expect(source).toKeepRoutesOf('dist'))).toBe(refused('dist'));
      expect(failure(() => expect(source).not.toKeepRoutesOf('dist'))).toBe(refused('dist'));
      expect(failure(() => expect(source).toKeepRoutesOf(written))).toBe(refused('dist'));
    }
    const file = './dist/echo.k8s.yaml';
    expect(failure(() => expect(app).toKeepRoutesOf(file))).toBe(refused(file, 'dist/echo.k8s.yaml'));
    expect(failure(() => expect(app).toKeepRoutesOf([file]))).toBe(refused(file, 'dist/echo.k8s.yaml'));
    expect(failure(() => expect('dist').toKeepRoutesOf(app))).toBe(refused('dist'));
    const same =
      'toKeepRoutesOf: both sides are the same, so nothing can differ; compare with a revision of git, such as "git:HEAD:dist", or with a copy elsewhere';
    expect(failure(() => expect(app).toKeepRoutesOf(app))).toBe(same);
    expect(failure(() => expect('dist').toKeepRoutesOf('dist'))).toBe(same);
  });
});

test('what git does not know is a mistake, also with .not', () => {
  inRepository(() => {
    const app = appWith();
    writeFileSync('broken.yaml', 'a: [');
    mkdirSync('empty');
    writeFileSync('empty/README', '');
    git('add', '.');
    git('commit', '--quiet', '--message', 'two');
    for (const expectation of [
      (old: string) => expect(app).toKeepRoutesOf(old),
      (old: string) => expect(app).not.toKeepRoutesOf(old),
    ]) {
      const message = (old: string) => failure(() => expectation(old));
      expect(message('git:nope')).toBe(
        'git does not know the revision "nope"; if it is on the remote, fetch it first: git fetch origin nope',
      );
      expect(message('git:')).toBe(
        'a revision of git is missing; write it like "HEAD", or "main:dist" with a path',
      );
      expect(message('git:HEAD:deploy')).toBe(
        '"deploy" is not in git at HEAD; commit it, or name two files or folders instead',
      );
      expect(message('git:HEAD:broken.yaml')).toMatch(/^HEAD:broken\.yaml:1:\d+: is not YAML: /);
      expect(message('git:HEAD:empty')).toBe('no YAML or JSON files in "git:HEAD:empty"');
      expect(message('nowhere')).toBe('cannot read "nowhere": there is no such file or folder');
      expect(message(undefined as unknown as string)).toBe(
        'toKeepRoutesOf: the old manifests are expected as "git:REVISION", a file or folder, an app or a chart of cdk8s, a list of objects or paths, or a MeshModel, but are undefined',
      );
    }
  });
});

test('the old side is taken for the mesh of the new one', () => {
  inRepository(() => {
    const next = MeshModel.of(appWith(), { mesh: { defaultHttpRetryPolicy: { attempts: 5 } } });
    expect(next).toKeepRoutesOf('git:HEAD');
    expect(next).toKeepRoutesOf(appWith());
    expect(next).not.toKeepRoutesOf(MeshModel.of(appWith()));
  });
});

test('where what changes is not modelled, neither the matcher nor its opposite holds', () => {
  inRepository(() => {
    const filter = object(
      'EnvoyFilter',
      'filter',
      '{ configPatches: [{ applyTo: HTTP_ROUTE, patch: { operation: MERGE, value: { name: a } } }] }',
    );
    writeFileSync('filter.yaml', filter);
    const changed = ['dist', 'filter.yaml'];
    const message = 'Received: Some requests change their fate: 2 not modelled; not all is compared';
    expect(failure(() => expect(changed).toKeepRoutesOf('git:HEAD'))).toContain(message);
    expect(failure(() => expect(changed).not.toKeepRoutesOf('git:HEAD'))).toContain(message);
  });
});
