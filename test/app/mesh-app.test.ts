import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, type AppProps, Chart, YamlOutputType } from 'cdk8s';
import { Destination, EchoServer, MeshApp, VirtualService } from '../../lib';
import { StagedFolder } from '../../lib/app/staged-folder';
import { inTemporaryFolder } from '../support';
import { synthesize } from './synthesize';

function newApp(outdir: string, host: string): MeshApp {
  const app = new MeshApp({ outdir });
  const chart = new Chart(app, 'shop', { namespace: 'default', disableResourceNameHashes: true });
  new VirtualService(chart, 'good', { hosts: ['a'], http: [{ to: Destination.host('a') }] });
  new VirtualService(chart, 'other', { hosts: [host], http: [{ to: Destination.host('b') }] });
  return app;
}

const MISTAKE =
  '[shop/other] VirtualService "shop-other": spec.hosts[0] "*" is for gateways only; in the mesh, name the hosts that clients call [IST0106]';

describe('writes what plain cdk8s would write', () => {
  test('of the constructs of this library', () => {
    const define = (app: App) => {
      const charts = ['a', 'b'].map((id) => new Chart(app, id, { namespace: id }));
      for (const chart of charts) {
        const echo = new EchoServer(chart, 'echo');
        new VirtualService(chart, 'routes', { hosts: ['shop'], http: [{ to: echo.service }] });
      }
      charts[0]?.addDependency(...charts.slice(1));
    };

    const files = synthesize(MeshApp, define);
    expect(files).toEqual(synthesize(App, define));
    expect(Object.keys(files)).toEqual(['0000-b.k8s.yaml', '0001-a.k8s.yaml']);
  });

  test('of an object without kind and name, whose file has but an extension', () => {
    const props = { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE };
    const [mesh, plain] = [MeshApp, App].map((type) =>
      inTemporaryFolder((outdir) => {
        const app = new type({ ...props, outdir });
        new ApiObject(new Chart(app, 'chart'), 'x', { apiVersion: 'v1', kind: '', metadata: { name: '' } });
        app.synth();
        return readdirSync(outdir, { recursive: true });
      }),
    );

    expect(mesh).toEqual(plain);
  });
});

describe('charts that depend on one another', () => {
  test('are written when there are more ways through them than could be followed', () => {
    inTemporaryFolder((outdir) => {
      const app = new MeshApp({ outdir });
      let below: Chart[] = [];
      for (let layer = 0; layer < 40; layer++) {
        const charts = ['a', 'b', 'c'].map((id) => new Chart(app, `${id}${layer}`));
        for (const chart of charts) {
          chart.addDependency(...below);
        }
        below = charts;
      }
      app.synth();

      expect(readdirSync(outdir)).toHaveLength(120);
      expect(readdirSync(outdir).slice(-3)).toEqual([
        '0117-a39.k8s.yaml',
        '0118-b39.k8s.yaml',
        '0119-c39.k8s.yaml',
      ]);
    });
  });

  test('may form a chain that is longer than the stack is deep', () => {
    const app = new MeshApp();
    const charts = Array.from({ length: 20_000 }, (_, i) => new Chart(app, `chart-${i}`));
    for (const [i, chart] of charts.slice(1).entries()) {
      charts[i]?.addDependency(chart);
    }

    expect(app.charts).toEqual(charts.toReversed());
  });
});

afterEach(() => jest.restoreAllMocks());

describe('while it writes', () => {
  const config = (chart: Chart, data: unknown) =>
    new ApiObject(chart, 'config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: chart.node.id },
      data,
    });

  test('there is no manifest before all are complete', () => {
    inTemporaryFolder((outdir) => {
      const app = new MeshApp({ outdir });
      config(new Chart(app, 'first'), {});
      config(new Chart(app, 'last'), {});
      const manifests: string[] = [];
      const look = () => readdirSync(outdir, { recursive: true, encoding: 'utf8' });
      const commit = StagedFolder.prototype.commit;
      jest.spyOn(StagedFolder.prototype, 'commit').mockImplementation(function (this: StagedFolder) {
        manifests.push(...look());
        commit.call(this);
      });
      app.synth();

      expect(manifests.length).toBeGreaterThan(0);
      expect(manifests.filter((name) => /\.(ya?ml|json)$/.test(name))).toEqual([]);
      expect(look()).toEqual(['first.k8s.yaml', 'last.k8s.yaml']);
    });
  });

  test.each([
    ['the output folder and what led to it', 'new/dist', []],
    ['what was there', '.', ['first.k8s.yaml', 'mine.txt']],
  ])('an object that cannot be rendered leaves %s as it was', (_, path, expected) => {
    inTemporaryFolder((folder) => {
      const outdir = join(folder, path);
      for (const name of expected) {
        writeFileSync(join(folder, name), 'old');
      }
      const app = new MeshApp({ outdir });
      config(new Chart(app, 'first'), {});
      config(new Chart(app, 'last'), { date: new Date(0) });

      expect(() => app.synth()).toThrow(
        "Failed serializing construct at path 'last/config' with name 'last': Error: can't render non-simple object of type 'Date'",
      );
      expect(readdirSync(folder)).toEqual(expected);
      expect(expected.map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(
        expected.map(() => 'old'),
      );
    });
  });
});

describe('a file that cannot be put in its place', () => {
  const cases: [string, AppProps, string, (outdir: string) => void][] = [
    ['a folder has its name', {}, 'last', (outdir) => mkdirSync(join(outdir, 'last.k8s.yaml'))],
    [
      'there is no folder for it',
      { outputFileExtension: '/a.yaml' },
      'last',
      (outdir) => mkdirSync(join(outdir, 'first')),
    ],
    [
      'its name is too long',
      { yamlOutputType: YamlOutputType.FILE_PER_RESOURCE },
      'x'.repeat(250),
      () => undefined,
    ],
    [
      'its name is too long for any folder',
      { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE },
      'x'.repeat(250),
      () => undefined,
    ],
    [
      'a file has the name of its folder',
      { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE },
      'last',
      (outdir) => writeFileSync(join(outdir, 'last'), 'mine'),
    ],
  ];

  test.each(cases)('as %s, fails as in an App and leaves all as it was', (_, props, name, prepare) => {
    const [mesh, plain] = [MeshApp, App].map((type) =>
      inTemporaryFolder((outdir) => {
        prepare(outdir);
        const before = readdirSync(outdir, { recursive: true });
        const app = new type({ ...props, outdir });
        for (const id of ['first', 'last']) {
          const metadata = { name: id === 'last' ? name : id };
          new ApiObject(new Chart(app, id), 'object', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
        }
        const messages: string[] = [];
        try {
          app.synth();
        } catch (error) {
          for (let cause = error as Error | undefined; cause; cause = cause.cause as Error | undefined) {
            messages.push(cause.message.replace(outdir, ''));
          }
        }
        return { messages, left: readdirSync(outdir, { recursive: true }), before };
      }),
    );

    expect(mesh?.messages[0]).toMatch(/^cannot write ".*", so nothing was written: (?!E[A-Z])/);
    expect(mesh?.messages.at(-1)).toMatch(/^E[A-Z]+: /);
    expect(mesh?.messages.at(-1)).toBe(plain?.messages[0]);
    expect(mesh?.left).toEqual(mesh?.before);
  });
});

test('a failure leaves what others have put in the folder that it has created', () => {
  inTemporaryFolder((folder) => {
    const outdir = join(folder, 'new/dist');
    const app = new MeshApp({ outdir });
    new Chart(app, 'chart');
    jest.spyOn(StagedFolder.prototype, 'addFile').mockImplementation(() => {
      writeFileSync(join(outdir, 'theirs.yaml'), 'theirs');
      throw new Error('cannot');
    });

    expect(() => app.synth()).toThrow('cannot');
    expect(readdirSync(outdir)).toEqual(['theirs.yaml']);
  });
});

test('writes nothing when something is wrong, and says what', () => {
  inTemporaryFolder((folder) => {
    const outdir = join(folder, 'dist');

    expect(() => newApp(outdir, '*').synth()).toThrow(
      new Error(`Validation failed with the following errors:\n  ${MISTAKE}`),
    );
    expect(existsSync(outdir)).toBe(false);
  });
});

describe('under the cdk8s CLI', () => {
  afterEach(() => {
    delete process.env.CDK8S_OUTDIR;
    jest.restoreAllMocks();
  });

  /** What is printed by an app that ends the process. */
  function printed(app: App): unknown[][] {
    process.env.CDK8S_OUTDIR = 'dist';
    const exited = new Error('exited');
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
      throw exited;
    });
    const print = jest.spyOn(console, 'error').mockImplementation();

    expect(() => app.synth()).toThrow(exited);
    expect(exit).toHaveBeenCalledWith(1);
    return print.mock.calls;
  }

  test('ends with exit code 1 and a line for each mistake', () => {
    expect(printed(newApp('dist', '*'))).toEqual([[MISTAKE]]);
  });

  test('says so in a line when dependencies form a cycle', () => {
    const app = new MeshApp();
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    a.addDependency(b);
    b.addDependency(a);

    expect(printed(app)).toEqual([['Dependency cycle detected: a => b => a']]);
  });

  test('leaves the stack trace to what is no mistake of the user', () => {
    process.env.CDK8S_OUTDIR = 'dist';
    const app = new MeshApp();
    const defect = new TypeError('x is not a function');
    jest.spyOn(new Chart(app, 'a'), 'toJson').mockImplementation(() => {
      throw defect;
    });

    inTemporaryFolder((outdir) => {
      Object.assign(app, { outdir });
      expect(() => app.synth()).toThrow(defect);
    });
  });
});
