import { resolve } from 'node:path';
import { runCheck } from '../../lib/cli/check';
import type { Output } from '../../lib/cli/output';
import { UsageError } from '../../lib/cli/usage';
import { readYaml } from '../../lib/manifests/read-yaml';
import { type Run, runIn } from './run';

const ROUTES = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: routes
  namespace: shop
spec:
  hosts: [shop.example.com]
  gateways:
    - edge
  http:
    - route:
        - destination: { host: cart }
`;
const CART = `apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
`;
const EDGE = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers: [{ hosts: [shop.example.com], port: { name: http, number: 80, protocol: HTTP } }]
`;
/** A port whose name tells no protocol is worth a note. */
const NOTE = CART.replace('name: http', 'name: web');
const VARIANT = ROUTES.replace('gateways:\n    - edge\n  ', '');
const WARNING = `${EDGE}---\n${CART}---\n${ROUTES.replace('hosts: [shop', 'hosts: [cart')}`;

function run(files: Readonly<Record<string, string>>, ...args: string[]): Run {
  return runIn(files, runCheck, args);
}

test('a message has place, level, code, object, field and remedy', () => {
  expect(run({ 'dist/a.yaml': `${CART}---\n${ROUTES}` })).toEqual({
    status: 1,
    out: [
      'dist/a.yaml:14: Error [IST0101] [IST0132] (VirtualService shop/routes) spec.gateways[0] "edge" does not exist: namespace "shop" has no Gateway of this name; create it, or write "namespace/name" for a Gateway in another namespace; if it exists outside these manifests, name its file with --context',
      '1 error in 2 objects',
    ].join('\n'),
    err: '',
  });
});

test('nothing wrong is said, too', () => {
  expect(run({ 'a.yaml': EDGE, 'b.yaml': CART, 'c.yaml': ROUTES }, '.')).toEqual({
    status: 0,
    out: 'Nothing wrong in 3 objects',
    err: '',
  });
});

test('what is no object, or of a kind that nobody here knows, is skipped and counted', () => {
  const other = 'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: a }\nspec: 7\n';
  expect(run({ 'a.yaml': `${CART}---\n${other}---\njust: text\n` }, 'a.yaml').out).toBe(
    'Nothing wrong in 1 object; 2 documents skipped, of no kind that is known here',
  );
});

test('as JSON', () => {
  const { out, status } = run({ 'a.yaml': `${CART}---\n${ROUTES}` }, '--output', 'json', 'a.yaml');
  const { messages, ...rest } = JSON.parse(out);
  expect(status).toBe(1);
  expect(rest).toEqual({ skipped: 0, patches: 0, problems: [] });
  expect(messages[0]).toEqual({
    code: 'IST0101',
    level: 'Error',
    resource: {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      namespace: 'shop',
      name: 'routes',
    },
    message: expect.stringMatching(/^spec\.gateways\[0\] "edge" does not exist/),
    file: 'a.yaml',
    line: 14,
  });
});

test('as annotations of a workflow of GitHub', () => {
  const files = { 'a.yaml': `${WARNING}---\n${NOTE.replace('cart', 'other')}`, 'b,c.yaml': 'a: [1\nb: 2' };
  expect(run(files, '--output', 'github', '.')).toEqual({
    status: 2,
    out: [
      '::error file=b%2Cc.yaml,line=2,col=2,title=not read::is not YAML: missed comma between flow collection entries',
      '::warning file=a.yaml,line=21,col=7,title=[IST0132] VirtualService shop/routes::spec.gateways[0] "shop/edge" does not serve any of the hosts "cart.example.com" to this namespace; add one of them to its servers, or bind another Gateway',
      '::notice file=a.yaml,line=29,col=19,title=[IST0118] Service shop/other::spec.ports[0].name "web" does not name a protocol, so proxies detect the protocol of port 80 from the first bytes of each connection; write a name such as "http-web", or set appProtocol',
      '1 warning, 1 note in 4 objects; 1 document not read',
    ].join('\n'),
    err: '',
  });
  const fails = (text: string) => run({ 'a.yaml': text }, '--output', 'github', 'a.yaml').status;
  expect([CART, NOTE, WARNING, `${CART}---\n${ROUTES}`].map(fails)).toEqual([0, 0, 0, 1]);
});

test('GitHub looks for files from the root of the repository on, wherever the step runs', () => {
  const annotated = (workspace: string, path: string) => {
    const inFolder = (args: readonly string[], output: Output) => {
      const env = jest.replaceProperty(process, 'env', {
        ...process.env,
        GITHUB_WORKSPACE: workspace && resolve(workspace),
      });
      process.chdir('b');
      try {
        return runCheck(args, output);
      } finally {
        env.restore();
      }
    };
    return runIn({ 'b/a.yaml': NOTE }, inFolder, ['--output', 'github', path]).out.split(',')[0];
  };
  expect(annotated('.', 'a.yaml')).toBe('::notice file=b/a.yaml');
  expect(annotated('', './a.yaml')).toBe('::notice file=a.yaml');
  expect(annotated('elsewhere', '../b/a.yaml')).toBe('::notice file=../b/a.yaml');
});

test('objects of the context exist, and nothing is said of them', () => {
  const files = { 'a.yaml': ROUTES, 'context/b.yaml': `${EDGE}---\n${NOTE}` };
  expect(run(files, '--context', 'context', 'a.yaml')).toMatchObject({
    status: 0,
    out: 'Nothing wrong in 1 object',
  });
});

test('of variants, the last counts; each by itself, with the others as context, is in order', () => {
  const files = { 'shop.yaml': CART, 'v/a.yaml': VARIANT, 'v/b/c.yaml': VARIANT.replace('cart', 'basket') };
  expect(run(files, '.')).toMatchObject({
    status: 1,
    out: expect.stringMatching(
      /^v\/b\/c\.yaml:1: Error \[IST9002\] .* check them one by one, with the rest as --context\nv\/b\/c\.yaml:10: Error \[IST0101\] .* "basket" is unknown.*\n2 errors in 3 objects$/,
    ),
  });
  expect(run(files, '--context', '.', 'v/a.yaml')).toMatchObject({
    status: 0,
    out: 'Nothing wrong in 1 object',
  });
});

test('a code can be ignored, on all objects or on one', () => {
  const suppressed = ROUTES.replace(
    'namespace: shop',
    'namespace: shop\n  annotations: { galley.istio.io/analyze-suppress: "IST0101, IST0132" }',
  );
  const nothing = { status: 0, out: 'Nothing wrong in 2 objects' };
  const files = (routes: string) => ({ 'a.yaml': `${CART}---\n${routes}` });
  expect(run(files(ROUTES), '--ignore', 'IST0101,IST0132', 'a.yaml')).toMatchObject(nothing);
  expect(run(files(ROUTES), '--ignore', 'IST0101', '--ignore', 'IST0132', 'a.yaml')).toMatchObject(nothing);
  expect(run(files(suppressed), 'a.yaml')).toMatchObject(nothing);
});

test.each([
  ['a note', NOTE, 0, 0],
  ['a warning', WARNING, 0, 1],
  ['an error', `${CART}---\n${ROUTES}`, 1, 1],
])('%s fails the call as --fail-on says', (_, text, onError, onWarning) => {
  expect(run({ 'a.yaml': text }, 'a.yaml').status).toBe(onError);
  expect(run({ 'a.yaml': text }, '--fail-on', 'warning', 'a.yaml').status).toBe(onWarning);
});

test('broken YAML is told with its place, and the rest is checked all the same', () => {
  const { status, out, err } = run({ 'a.yaml': 'a: [1\nb: 2', 'b.yaml': `${CART}---\n${ROUTES}` }, '.');
  expect(status).toBe(2);
  expect(err).toBe('a.yaml:2:2: is not YAML: missed comma between flow collection entries');
  expect(out).toContain('[IST0101]');
});

test('the summary says how many documents were not read', () => {
  const broken = 'a: [1\nb: 2\n---\na: "1\n---\n';
  expect(run({ 'a.yaml': `${broken}${CART}` }, 'a.yaml').out).toBe(
    'Nothing else wrong in 1 object; 2 documents not read',
  );
});

test('a template is told once, however many documents it has', () => {
  const template = `{{- if .Values.a }}\n${'a: {{ .Values.a }}\n---\n'.repeat(3)}{{- end }}\n`;
  const { status, out, err } = run({ 'a/templates/a.yaml': template, 'b.yaml': `a: [1\n---\n${CART}` }, '.');
  expect(status).toBe(2);
  expect(err.split('\n')).toEqual([
    'a/templates/a.yaml:1:3: looks like a Helm template; render it first, and name the result: helm template … > rendered.yaml',
    'b.yaml:2:1: is not YAML: a bracket, a brace or a quote is not closed before the end of the document',
  ]);
  expect(out).toBe('Nothing else wrong in 1 object; 1 template not read; 1 document not read');
});

test('the patches of a kustomization are left out and counted', () => {
  const patch = 'apiVersion: v1\nkind: Service\nmetadata: { name: cart }\nspec: { ports: 80 }\n';
  const files = {
    'base/cart.yaml': CART,
    'base/kustomization.yaml': 'resources: [cart.yaml]\n',
    'prod/kustomization.yaml': 'patches: [{ path: port.yaml }]\n',
    'prod/port.yaml': patch,
  };
  const skipped = '2 documents skipped, of no kind that is known here';
  expect(run(files, '.').out).toBe(
    `Nothing wrong in 1 object; ${skipped}; 1 patch of kustomizations left out`,
  );
  expect(JSON.parse(run(files, '--output', 'json', '.').out)).toMatchObject({ skipped: 2, patches: 1 });
});

test('objects in system namespaces exist, and are not checked', () => {
  const dash = CART.replaceAll('cart', 'dash').replace(/namespace: \w+/, 'namespace: kube-system');
  const { out } = run(
    {
      'a.yaml': `${dash.includes('kube-system') ? dash : dash.replace('name: dash', 'name: dash, namespace: kube-system')}`,
    },
    'a.yaml',
  );
  expect(out).toBe('Nothing wrong in 0 objects; 1 object in system namespaces not checked');
});

test('problems in JSON have the same words', () => {
  const { out, err } = run({ 'a.yaml': 'a: [1\nb: 2' }, '--output', 'json', 'a.yaml');
  expect(JSON.parse(out).problems).toEqual([
    {
      file: 'a.yaml',
      line: 2,
      column: 2,
      message: 'is not YAML: missed comma between flow collection entries',
    },
  ]);
  expect(err).toBe('');
});

test('the JSON files of a folder are checked', () => {
  const [virtualService] = readYaml(ROUTES, 'routes.yaml').manifests;
  expect(run({ 'dist/routes.json': JSON.stringify(virtualService?.object) }).out).toContain('[IST0101]');
});

test.each([
  [['nowhere'], 'cannot read "nowhere": there is no such file or folder'],
  [
    [],
    'the current folder has no folder "dist", which is read if no path is named; synthesize the app first, go to the folder of the project, or name the manifests',
  ],
  [['empty'], 'no YAML or JSON files in "empty"'],
  [['--context', 'nowhere', 'a.yaml'], 'cannot read "nowhere": there is no such file or folder'],
  [['--mesh-config', 'nowhere', 'a.yaml'], 'cannot read "nowhere": there is no such file or folder'],
  [['--mesh-config', 'list', 'a.yaml'], /^cannot read "list": a map of fields is expected/],
  [['--output', 'yaml', 'a.yaml'], '--output "yaml" is unknown; use text, json, sarif or github'],
  [['--fail-on', 'info', 'a.yaml'], '--fail-on "info" is unknown; use error or warning'],
  [['--ignore', 'IST101', 'a.yaml'], /^--ignore "IST101" is not a code; use one such as IST/],
  [['--colour', 'a.yaml'], "Unknown option '--colour'"],
  [['--output'], /^Option '--output <value>' argument missing/],
])('%j is a wrong call', (args, message) => {
  const files = { 'a.yaml': CART, 'empty/note.txt': '', list: '- 1' };
  const call = () => run(files, ...args);
  expect(call).toThrow(UsageError);
  expect(call).toThrow(message);
});

test.each([
  ['an empty file', ''],
  ['values of a chart', 'replicas: 3\n'],
  [
    'objects of kinds that nobody here knows',
    'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: a }\n',
  ],
])('%s: nothing was checked, which is no success', (_, text) => {
  const err =
    'cdk8s-istio: nothing to check: no objects of Kubernetes or Istio in "a.yaml"; name the files with the manifests';
  expect(run({ 'a.yaml': text }, 'a.yaml')).toEqual({ status: 2, out: '', err });
});

test('the profile says which gateways there are', () => {
  const egress = EDGE.replace('ingressgateway', 'egressgateway');
  const firstLine = (file: string, ...args: string[]) =>
    run({ 'a.yaml': `${CART}---\n${ROUTES}---\n${file}` }, ...args, 'a.yaml').out.split('\n')[0] ?? '';
  expect(firstLine(egress)).toMatch(
    /^a.yaml:23: Error \[IST0101\] .* "istio=egressgateway" does not select any pod/,
  );
  expect(firstLine(egress, '--profile', 'demo')).toBe('Nothing wrong in 3 objects');
  expect(firstLine(EDGE)).toBe('Nothing wrong in 3 objects');
  expect(firstLine(EDGE, '--profile', 'minimal')).toMatch(/ "istio=ingressgateway" does not select any pod;/);
  expect(() => firstLine(EDGE, '--profile', 'dmeo')).toThrow(
    '--profile "dmeo" is unknown; use default, demo, minimal, openshift, preview, remote or stable',
  );
});

test('an API group that does not exist is reported, also where no other object is there', () => {
  const text = 'apiVersion: networking.istio.com/v1\nkind: Gateway\nmetadata: { name: a }\nspec: {}\n';
  const { status, out } = run({ 'a.yaml': text }, 'a.yaml');
  expect(status).toBe(1);
  expect(out).toContain(
    'Error [IST0106] (Gateway default/a) apiVersion has the group "networking.istio.com"',
  );
  expect(out).toMatch(/\n1 error in 1 object$/);
});
