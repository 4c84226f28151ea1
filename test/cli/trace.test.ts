import { runTrace } from '../../lib/cli/trace';
import { UsageError } from '../../lib/cli/usage';
import type { Trace, TraceRequest } from '../../lib/routing';
import { app, gateway, object, routes, to } from '../scene';
import { type Run, runIn } from './run';

const K3D = 'kind: Simple\nports: [{ port: 9080:80 }, { port: "127.0.0.1:9443:443" }]\n';
const SHOP =
  app('web') +
  gateway('gw') +
  routes(
    'routes',
    `[{ match: [{ headers: { x-group: { exact: testers } } }], redirect: { uri: /testers } },
       { match: [{ method: { exact: PUT } }], directResponse: { status: 405 } },
       { ${to('web')} }]`,
  );

function run(files: Readonly<Record<string, string>>, ...args: string[]): Run {
  return runIn(files, runTrace, args);
}

/** The last line of the way through the shop, which tells what the client gets. */
function answer(...args: string[]): string | undefined {
  return run({ 'dist/shop.yaml': SHOP }, ...args)
    .out.split('\n')
    .at(-1);
}

const WEB = 'to Deployment default/web:8080 (web.default.svc.cluster.local:80), which sees';

test.each([
  [['http://a.com/x?y=1'], `=> ${WEB} a.com/x?y=1`],
  [['http://a.com/', '-H', 'Host: b.com'], `=> ${WEB} b.com/`],
  [['http://a.com/', '-H', 'X-Group: testers'], '=> 301 redirect to http://a.com/testers'],
  [['http://a.com/', '-Hx-group:testers'], '=> 301 redirect to http://a.com/testers'],
  [['http://a.com/', '--header', 'x-group;'], `=> ${WEB} a.com/`],
  [['-X', 'PUT', 'http://a.com/'], '=> 405 (direct response)'],
  [['-XPUT', 'http://a.com/'], '=> 405 (direct response)'],
  [['--request=PUT', 'http://a.com/'], '=> 405 (direct response)'],
  [['http://a.com/', '--from', 'mesh:default/web'], '=> passed through to a.com:80'],
  [['http://web/', '--from', 'mesh:default/web'], `=> ${WEB} web/`],
  [['http://a.com/', '--from', 'gateway:istio-system/istio-ingressgateway'], `=> ${WEB} a.com/`],
])('%j', (args, last) => expect(answer(...args)).toBe(last));

test('ports of this machine are those of cluster/k3d.yaml, if there is one', () => {
  const url = 'http://127.0.0.1:9080/';
  const files = { 'dist/shop.yaml': SHOP };
  expect(run({ ...files, 'cluster/k3d.yaml': K3D }, url).out).toContain(
    '\nthis machine: port 9080 -> port 80 of the cluster\n',
  );
  expect(run(files, url).out).toContain(
    '=> connection refused: no Service of the gateway has port 9080; it can be called on 80, 443 and 15021',
  );
  expect(run({ ...files, 'cluster/k3d.yaml': K3D }, 'http://127.0.0.1:9081/').out).toContain(
    '; it can be called on 80, 443 and 15021; on this machine, port 9080 leads to 80 and 9443 leads to 443',
  );
});

test('a trace as JSON has the request, all hops and all outcomes', () => {
  const { out } = run({ 'dist/shop.yaml': SHOP }, '--output', 'json', '-H', 'A: 1', 'http://a.com/');
  const { request, hops, outcomes, ...rest } = JSON.parse(out) as Trace & { request: TraceRequest };
  expect(rest).toEqual({});
  expect(request).toEqual({ url: 'http://a.com/', headers: { a: ['1'] } });
  expect(hops.map(({ hop }) => hop)).toEqual([
    'entrance',
    'server',
    'virtual host',
    'route',
    'treatment',
    'destinations',
  ]);
  expect(outcomes).toMatchObject([{ probability: 1, is: 'delivered', path: '/' }]);
});

test.each<[string, string[], Partial<TraceRequest>]>([
  ['text', ['iss=me'], { claims: { iss: 'me' } }],
  ['text with an equals sign', ['a=b=c'], { claims: { a: 'b=c' } }],
  [
    'JSON',
    ['a=[1]', 'b={"c":true}', 'd=7', 'e=null', 'f='],
    {
      claims: { a: [1], b: { c: true }, d: 7, e: 'null', f: '' },
    },
  ],
  ['a list', ['groups=a', 'groups=["b"]'], { claims: { groups: ['a', 'b'] } }],
])('claims of a token: %s', (_, claims, expected) => {
  const args = claims.flatMap((claim) => ['--jwt-claim', claim]);
  const { out } = run({ 'dist/a.yaml': SHOP }, '--output', 'json', 'http://a.com/', ...args);
  expect(JSON.parse(out).request).toEqual({ url: 'http://a.com/', ...expected });
});

test('what else is known of the client', () => {
  const args = ['--client-ip', '198.51.100.7', '--sni', 'b.com', '--client-certificate', '--output', 'json'];
  expect(JSON.parse(run({ 'dist/a.yaml': SHOP }, 'https://a.com/', ...args).out).request).toEqual({
    url: 'https://a.com/',
    clientIp: '198.51.100.7',
    sni: 'b.com',
    clientCertificate: true,
  });
});

test('several paths, and the configuration of the mesh', () => {
  const files = {
    'a.yaml': app('web'),
    'b.yaml': gateway('gw') + routes('routes', `[{ ${to('web')} }]`),
    'mesh.yaml': 'outboundTrafficPolicy: { mode: REGISTRY_ONLY }',
  };
  const paths = ['a.yaml', 'b.yaml'];
  for (const args of [
    ['http://a.com/', ...paths],
    ['a.yaml', 'http://a.com/', 'b.yaml'],
    ['http://a.com/', '--manifests', 'a.yaml', '--manifests', 'b.yaml'],
    ['http://a.com/', 'b.yaml', '--manifests', 'a.yaml'],
  ]) {
    expect(run(files, ...args).out).toContain(`=> ${WEB} a.com/`);
  }
  const away = [...paths, 'http://b.com/', '--from', 'mesh:default/web'];
  expect(run(files, ...away).out).toContain('=> passed through to b.com:80');
  expect(run(files, ...away, '--mesh-config', 'mesh.yaml').out).toContain(
    '=> 502: the sidecar does not know "b.com"',
  );
});

test('objects that do not count are told of', () => {
  const broken = object(
    'VirtualService',
    'regex',
    '{ hosts: [a], http: [{ match: [{ uri: { regex: "(" } }] }] }',
  );
  const { status, err, out } = run({ 'dist/a.yaml': SHOP + broken }, 'http://a.com/');
  expect(status).toBe(0);
  expect(err).toBe(
    'Warning: VirtualService default/regex does not count: ' +
      '"(" is not a regular expression that RE2 can read: missing closing ): `(`',
  );
  expect(out).toContain(`=> ${WEB} a.com/`);
});

test('objects on the way that the API server would refuse are told of', () => {
  const refused = object(
    'VirtualService',
    'refused',
    '{ hosts: [r.com], gateways: [gw], http: [{ timeout: soon, route: [{ destination: { host: web } }] }] }',
  );
  const files = { 'dist/a.yaml': SHOP + refused };
  const because = /^spec\.http\[0\]\.timeout is "soon"; /;

  const { status, err, out } = run(files, 'http://r.com/');
  expect(status).toBe(0);
  expect(err).toMatch(
    /^Warning: the API server would refuse VirtualService default\/refused: spec\.http\[0\]\.timeout is "soon"; /,
  );
  expect(out).toContain(`=> ${WEB} r.com/`);
  expect(JSON.parse(run(files, '--output', 'json', 'http://r.com/').out).refused).toEqual([
    {
      object: { kind: 'VirtualService', namespace: 'default', name: 'refused' },
      because: expect.stringMatching(because),
    },
  ]);
  expect(run(files, 'http://a.com/').err).toBe('');
  const unknown = refused.replace('timeout: soon', 'timeOut: 5s');
  expect(run({ 'dist/a.yaml': SHOP + unknown }, 'http://r.com/').err).toMatch(
    /refused: spec\.http\[0\]\.timeOut /,
  );
});

test('manifests of any shape are traced through', () => {
  const odd = 'kind: VirtualService\napiVersion: networking.istio.io/v1\nmetadata: 7\nspec: [{}]\n';
  const { status, out } = run({ 'dist/a.yaml': `${SHOP}\n${odd}---\njust text\n` }, 'http://a.com/');
  expect(status).toBe(0);
  expect(out).toContain(`=> ${WEB} a.com/`);
});

test('--server says what a server speaks', () => {
  const said = run({ 'dist/a.yaml': SHOP }, '--server', 'default/web:8080=TLS', 'http://a.com/');
  expect(said.out).toContain(
    '=> 503 UC (upstream connection termination): the proxy sends plaintext HTTP/1.1',
  );
  const wrong = () => run({ 'dist/a.yaml': SHOP }, '--server', 'default/web:8080', 'http://a.com/');
  expect(wrong).toThrow(
    '--server "default/web:8080" has no protocol; write it like "api.example.com:443=TLS"',
  );
});

test('a file that is not YAML has line and column', () => {
  const { status, out, err } = run({ 'dist/a.yaml': SHOP, 'dist/b.yaml': 'a: [1,\n' }, 'http://a.com/');
  expect(status).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(/^dist\/b\.yaml:2:1: is not YAML: .+$/);
});

test.each<[string, Readonly<Record<string, string>>, string[], string]>([
  ['no URL', {}, [], 'a URL is missing'],
  [
    'two',
    {},
    ['http://a.com/', 'dist', 'http://b.com/'],
    'one URL is traced at a time, and "http://b.com/" is a second one',
  ],
  ['none', {}, ['a.com'], '"a.com" is not a URL; write it like "https://shop.example.com/cart"'],
  [
    'another scheme',
    {},
    ['ftp://a.com'],
    '"ftp://a.com" is not a URL; write it like "https://shop.example.com/cart"',
  ],
  [
    'an unknown source',
    {},
    ['--from', 'web', 'http://a.com/'],
    '"web" is not a source; did you mean "mesh:default/web"? If not, use "gateway", "gateway:NAMESPACE/WORKLOAD" or "mesh:NAMESPACE/WORKLOAD"',
  ],
  [
    'an unknown workload',
    {},
    ['--from', 'mesh:shop/web', 'http://a.com/'],
    'there is no workload "web" in namespace "shop"; use "default/web"',
  ],
  [
    'a header of two lines',
    {},
    ['-H', 'a: 1\nb: 2', 'http://a.com/'],
    '--header "a: 1\nb: 2" is not a header; write it like "x-group: testers"',
  ],
  ['no method', {}, ['-X', '', 'http://a.com/'], '"" is not a method; write it like "GET"'],
  [
    'a mesh configuration that is not YAML',
    { 'mesh.yaml': 'a: [b' },
    ['--mesh-config', 'mesh.yaml', 'http://a.com/'],
    'cannot read "mesh.yaml": unexpected end of the stream within a flow collection (1:6)',
  ],
  [
    'an odd header',
    {},
    ['-H', 'x-group', 'http://a.com/'],
    '--header "x-group" is not a header; write it like "x-group: testers"',
  ],
  [
    'an odd claim',
    {},
    ['--jwt-claim', 'iss', 'http://a.com/'],
    '--jwt-claim "iss" is not a claim; write it like "iss=https://issuer.example"',
  ],
  [
    'an odd address',
    {},
    ['--client-ip', 'home', 'http://a.com/'],
    '"home" is not an IP address; write it like "203.0.113.1"',
  ],
  ['odd output', {}, ['--output', 'xml', 'http://a.com/'], '--output "xml" is unknown; use text or json'],
  ['an unknown option', {}, ['--form', 'x', 'http://a.com/'], "Unknown option '--form'"],
  ['no such folder', {}, ['http://a.com/', 'gone'], 'cannot read "gone": there is no such file or folder'],
  ['an empty folder', { 'x/y.txt': '' }, ['http://a.com/', 'x'], 'no YAML or JSON files in "x"'],
  [
    'no mesh configuration',
    {},
    ['--mesh-config', 'gone', 'http://a.com/'],
    'cannot read "gone": there is no such file or folder',
  ],
  [
    'a mesh configuration of another kind',
    { 'mesh.yaml': app('web') },
    ['--mesh-config', 'mesh.yaml', 'http://a.com/'],
    'cannot read "mesh.yaml": it holds an object of kind "Deployment" instead of a MeshConfig; write the fields of a MeshConfig alone',
  ],
  [
    'a server that does not exist',
    {},
    ['--server', 'default/wep:8080=TLS', 'http://a.com/'],
    'server "default/wep:8080" is unknown: there is no workload "wep" in namespace "default"; use "default/web:8080"',
  ],
  [
    'a server that is told of twice',
    {},
    ['--server', 'default/web:8080=TLS', '--server', 'default/web:8080=TLS', 'http://a.com/'],
    '--server "default/web:8080" is there twice; say once what it speaks',
  ],
  [
    'an odd k3d.yaml',
    { 'cluster/k3d.yaml': '- ports' },
    ['http://a.com/'],
    'cannot read "cluster/k3d.yaml": a map of fields is expected, such as "kind: Simple"',
  ],
])('%s is a wrong call', (_, files, args, message) => {
  expect(() => run({ 'dist/a.yaml': SHOP, ...files }, ...args)).toThrow(
    expect.objectContaining({ constructor: UsageError, message }),
  );
});

test('a k3d.yaml that is not YAML is one line', () => {
  const files = { 'dist/a.yaml': SHOP, 'cluster/k3d.yaml': 'ports: [\n' };
  expect(() => run(files, 'http://a.com/')).toThrow(/^cannot read "cluster\/k3d\.yaml": [^\n]+$/);
});

test('help', () => {
  const { status, out } = run({}, '--help');
  expect(status).toBe(0);
  expect(out).toMatch(/^usage: cdk8s-istio trace \[OPTION\]\.\.\. URL \[PATH\]\.\.\.\n/);
  for (const option of ['-X', '-H', '--from', '--manifests', '--output', '--jwt-claim', '--mesh-config']) {
    expect(out).toContain(option);
  }
});

test('the profile demo has an egress gateway, and the profile minimal no gateway', () => {
  const egress = SHOP.replace('istio: ingressgateway', 'istio: egressgateway');
  const ask = (...args: string[]) =>
    run({ 'dist/shop.yaml': egress }, 'http://a.com/', ...args)
      .out.split('\n')
      .at(-1);
  const from = ['--from', 'gateway:istio-system/istio-egressgateway'];
  expect(ask(...from, '--profile', 'demo')).toBe(`=> ${WEB} a.com/`);
  expect(() => ask(...from)).toThrow(UsageError);
  expect(() => ask('--profile', 'minimal')).toThrow(UsageError);
});
