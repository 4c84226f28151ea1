import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ApiObject, Chart, type YamlOutputType } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  check,
  EchoServer,
  Gateway,
  MeshApp,
  type MeshAppProps,
  MeshModel,
  NamespaceReference,
  ServiceReference,
  trace,
  VirtualService,
} from '../../lib';
import { runCheck } from '../../lib/cli/check';
import { runTests } from '../../lib/cli/tests';
import { describeTrace } from '../../lib/routing';
import { settled, toldIn } from '../../lib/surroundings';
import { examples } from '../example-objects';
import { inTemporaryFolder } from '../support';
import '../../lib/testing';

const NOTES = '.cdk8s-istio';

/** An object of Istio in namespace shop. */
type Define = (chart: Chart) => void;

const object =
  (kind: string, apiVersion: string, spec: object): Define =>
  (chart) => {
    new ApiObject(chart, 'it', { apiVersion, kind, metadata: { name: 'it' }, spec });
  };
const routeTo = (host: string, gateways?: string[]) =>
  object('VirtualService', 'networking.istio.io/v1', {
    hosts: ['a.example.com'],
    ...(gateways ? { gateways } : {}),
    http: [{ route: [{ destination: { host } }] }],
  });
const service = (name: string, namespace = 'shop') => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec: { selector: { app: name }, ports: [{ port: 80, name: 'http' }] },
});

/** An app for each way to say something of its mesh, with an object that is an error if it is not said. */
const SAID: Record<string, [MeshAppProps, Define]> = {
  'an ignored code': [{ checks: { ignore: ['IST0101'] } }, routeTo('nowhere')],
  'an object of the context': [{ checks: { context: [service('cart')] } }, routeTo('cart')],
  'a profile': [
    { checks: { profile: 'demo' } },
    object('Telemetry', 'telemetry.istio.io/v1', { accessLogging: [{ providers: [{ name: 'otel' }] }] }),
  ],
  'a mesh configuration': [
    {
      checks: {
        meshConfig: { extensionProviders: [{ name: 'logs', envoyOtelAls: { service: 'a', port: 1 } }] },
      },
    },
    object('Telemetry', 'telemetry.istio.io/v1', { accessLogging: [{ providers: [{ name: 'logs' }] }] }),
  ],
  'a reference to a Service': [
    {},
    (chart) => {
      ServiceReference.fromServiceName(chart, 'ref', 'cart', {
        namespaceName: 'shop',
        ports: [{ port: 80 }],
      });
      routeTo('cart')(chart);
    },
  ],
  'a reference to a Gateway': [
    {},
    (chart) => {
      Gateway.fromGatewayName(chart, 'ref', 'edge', { namespaceName: 'edge' });
      ServiceReference.fromServiceName(chart, 'cart', 'cart', {
        namespaceName: 'shop',
        ports: [{ port: 80 }],
      });
      routeTo('cart', ['edge/edge'])(chart);
    },
  ],
};

/** What an app writes, for a test. */
function synthesized<T>(
  [props, define]: [MeshAppProps, Define],
  work: (outdir: string, app: MeshApp) => T,
): T {
  return inTemporaryFolder((folder) => {
    const outdir = join(folder, 'dist');
    const app = new MeshApp({ ...props, outdir });
    define(new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true }));
    app.synth();
    return work(outdir, app);
  });
}

/** A note, since another mesh configuration may have the provider. */
const UNKNOWN_PROVIDER = 'IST9286';

const faultsIn = (source: string | MeshApp) =>
  check(typeof source === 'string' ? [source] : source).filter(
    ({ level, code }) => level !== 'Info' || code === UNKNOWN_PROVIDER,
  );

test.each(Object.keys(SAID))('check accepts what synth accepted: %s', (said) => {
  synthesized(SAID[said] as (typeof SAID)[string], (outdir, app) => {
    expect(faultsIn(outdir)).toEqual([]);
    expect(faultsIn(app)).toEqual([]);
    expect(faultsIn(join(outdir, 'shop.k8s.yaml'))).toEqual([]);
    rmSync(join(outdir, NOTES));
    expect(faultsIn(outdir)).not.toEqual([]);
  });
});

test.each(examples)('check accepts what synth accepted: examples/%s', (example) => {
  inTemporaryFolder((folder) => {
    process.env.CDK8S_OUTDIR = folder;
    // Another test may have run it in this process.
    jest.isolateModules(() => require(join(resolve(__dirname, '../../examples'), example, 'main.ts')));
    delete process.env.CDK8S_OUTDIR;
    expect(faultsIn(folder).filter(({ level }) => level !== 'Info')).toEqual([]);
  });
});

test('a folder for each chart has one file with notes', () => {
  const props: MeshAppProps = { yamlOutputType: 3 as YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE };
  const [saying, define] = SAID['an object of the context'] as (typeof SAID)[string];
  synthesized([{ ...saying, ...props }, define], (outdir) => {
    expect(faultsIn(join(outdir, 'shop'))).toEqual([]);
  });
});

test('an app that says nothing writes nothing, and removes what an earlier one has said', () => {
  synthesized(SAID['an ignored code'] as (typeof SAID)[string], (outdir) => {
    expect(existsSync(join(outdir, NOTES))).toBe(true);
    const next = new MeshApp({
      outdir,
      istio: '1.32',
      checks: { profile: 'default', ignore: [], context: [] },
    });
    new Chart(next, 'shop');
    next.synth();
    expect(existsSync(join(outdir, NOTES))).toBe(false);
  });
});

test('of Secrets, nothing but their existence is written', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'own',
      namespace: 'shop',
      annotations: { 'kubectl.kubernetes.io/last-applied': 'c2VjcmV0' },
    },
    data: { key: 'c2VjcmV0' },
  };
  const define: Define = (chart) => {
    Secret.fromSecretName(chart, 'shared', 'shared');
    NamespaceReference.fromNamespaceName(chart, 'elsewhere', 'elsewhere');
  };
  synthesized([{ istio: '1.31', checks: { context: [secret] } }, define], (outdir) => {
    expect(JSON.parse(readFileSync(join(outdir, NOTES), 'utf8'))).toEqual({
      about: expect.stringMatching(/^cdk8s-istio: /),
      istio: '1.31',
      context: [
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'own', namespace: 'shop' } },
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'shared', namespace: '*' } },
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } },
      ],
    });
  });
});

test('a trace is the same through an app, its chart, and what it wrote', () => {
  const props: MeshAppProps = {
    checks: { context: [service('cart')], meshConfig: { trustDomain: 'shop.example' } },
  };
  synthesized([props, routeTo('cart')], (outdir, app) => {
    const request = { url: 'http://a.example.com/', from: 'mesh:shop/client' as const };
    const client = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'client', namespace: 'shop' } };
    new ApiObject(app.charts[0] as Chart, 'client', client);
    app.synth();
    const ways = [app, app.charts[0] as Chart, outdir].map((source) =>
      describeTrace(trace(source, request)).map((line) => line.trim()),
    );
    expect(ways[0]).toContain('service: Service shop/cart port 80 (http) -> target port 80');
    expect(ways).toEqual([ways[0], ways[0], ways[0]]);
    expect(MeshModel.of(outdir).index.mesh.trustDomain).toBe('shop.example');
    expect(MeshModel.of(outdir, { mesh: { trustDomain: 'b.example' } }).index.mesh.trustDomain).toBe(
      'b.example',
    );
  });
});

test('requests go to a Service elsewhere, and what its pods do with them is unknown', () => {
  const define: Define = (chart) => {
    new EchoServer(chart, 'client');
    new VirtualService(chart, 'routes', {
      hosts: ['a.example.com'],
      http: [
        {
          to: ServiceReference.fromServiceName(chart, 'cart', 'cart', {
            ports: [{ port: 80, name: 'http' }],
          }),
        },
      ],
    });
  };
  synthesized([{}, define], (outdir, app) => {
    const request = { url: 'http://a.example.com/', from: 'mesh:shop/client' as const };
    for (const source of [app, outdir]) {
      expect(source).toRoute(request, { to: 'cart.shop.svc.cluster.local' });
      expect(describeTrace(trace(source, request)).at(-1)).toBe(
        '=> to pods that are not shown:80 (cart.shop.svc.cluster.local:80), which sees a.example.com/',
      );
    }
    // A Service that is known to have no selector has endpoints that nobody describes.
    const known = { ...service('cart'), spec: { ports: [{ port: 80, name: 'http' }] } };
    const [outcome] = trace(MeshModel.of(outdir, { context: [known] }), request).outcomes;
    expect(outcome?.is).toBe('unmodelled');
  });
});

test('the model of files takes what exists elsewhere from other files', () => {
  inTemporaryFolder((folder) => {
    const [file, context] = [join(folder, 'app.yaml'), join(folder, 'cluster.yaml')];
    const network = (kind: string, spec: object) =>
      JSON.stringify({
        apiVersion: 'networking.istio.io/v1',
        kind,
        metadata: { name: 'edge', namespace: 'shop' },
        spec,
      });
    const servers = [{ hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' } }];
    const http = [{ route: [{ destination: { host: 'cart' } }] }];
    writeFileSync(
      file,
      [
        network('Gateway', { selector: { istio: 'ingressgateway' }, servers }),
        network('VirtualService', { hosts: ['a.example.com'], gateways: ['edge'], http }),
      ].join('\n'),
    );
    writeFileSync(context, JSON.stringify(service('cart')));
    const lines: string[] = [];
    const print = (text: string) => lines.push(text);
    const output = { print, complain: print, isColoured: false };
    runTests(['--context', context, file], output);
    expect(lines.join('\n').replaceAll(folder, 'x')).toContain(
      "const mesh = MeshModel.of('x/app.yaml', { context: ['x/cluster.yaml'] });",
    );
    const request = 'http://a.example.com/';
    expect(MeshModel.of(file)).not.toRoute(request, { to: 'cart.shop.svc.cluster.local' });
    expect(MeshModel.of(file, { context: [context] })).toRoute(request, {
      to: 'cart.shop.svc.cluster.local',
    });
    expect(() => runTests(['--context', 'kube:', file], output)).toThrow(
      '--context "kube:" is a cluster, and tests read files, so that they find the same everywhere; name the file of the tests with --output, and the objects are written to a file beside it',
    );
  });
});

test('the command says what it has read, and its options win or add', () => {
  const props: MeshAppProps = { istio: '1.31', checks: { profile: 'demo', ignore: ['IST0101'] } };
  synthesized([props, routeTo('nowhere')], (outdir) => {
    const printed = (...args: string[]) => {
      const lines: string[] = [];
      const print = (text: string) => lines.push(text);
      runCheck([...args, outdir], { print, complain: print, isColoured: false });
      return lines.join('\n').replaceAll(outdir, 'dist').split('\n');
    };
    expect(printed().slice(-2)).toEqual([
      'as dist/.cdk8s-istio says: Istio 1.31, profile demo, IST0101 ignored',
      expect.stringMatching(/ in 1 object$/),
    ]);
    expect(printed('--istio', '1.30', '--profile', 'default').at(-2)).toBe(
      'as dist/.cdk8s-istio says: IST0101 ignored',
    );
    expect(printed('--output', 'json').join('\n')).not.toContain('.cdk8s-istio');
  });
});

const notes = (file: string, said: object) => ({
  file,
  text: JSON.stringify({ about: 'cdk8s-istio', ...said }),
});

test('options win, and what several apps say has to agree', () => {
  const told = toldIn([
    notes('a/.cdk8s-istio', { istio: '1.30', ignore: ['IST0101'], context: [service('a')] }),
    notes('b/.cdk8s-istio', { istio: '1.31', ignore: ['IST0101', 'IST0102'] }),
  ]);
  expect(() => settled(told)).toThrow(
    new Error(
      'a/.cdk8s-istio and b/.cdk8s-istio differ in "istio": "1.30" and "1.31"; name one of the folders, or say --istio',
    ),
  );
  const { istio, ignore, context } = settled(told, { istio: '1.32' });
  expect({ istio, ignore, names: context.map(({ name }) => name) }).toEqual({
    istio: '1.32',
    ignore: ['IST0101', 'IST0102'],
    names: ['a'],
  });
});

test.each([
  ['{', 'it is not JSON'],
  ['[]', 'it does not say that it is of cdk8s-istio'],
  ['{"about": "mine"}', 'it does not say that it is of cdk8s-istio'],
  ['{"about": "cdk8s-istio", "new": 1}', 'this version of cdk8s-istio does not know its field "new"'],
  ['{"about": "cdk8s-istio", "istio": 1.1}', 'Istio "1.1" is not supported; use one of 1.30, 1.31, 1.32'],
  ['{"about": "cdk8s-istio", "profile": "x"}', 'profile "x" is unknown'],
  ['{"about": "cdk8s-istio", "ignore": "IST0101"}', 'ignore is not a list'],
  ['{"about": "cdk8s-istio", "ignore": ["x"]}', 'ignore[0] is not a code such as IST0101'],
  [
    '{"about": "cdk8s-istio", "context": [{}]}',
    'context[0] is not a Kubernetes object; an object has an apiVersion and a kind',
  ],
])('another file of the name is an error: %s', (text, reason) => {
  inTemporaryFolder((folder) => {
    writeFileSync(join(folder, NOTES), text);
    writeFileSync(join(folder, 'a.yaml'), JSON.stringify(service('a')));
    const file = join(folder, NOTES);
    expect(() => check([folder])).toThrow(
      new Error(
        `"${file}" is not what MeshApp writes: ${reason}; synthesize the app again, or remove the file`,
      ),
    );
  });
});
