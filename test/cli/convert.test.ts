import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { runConvert } from '../../lib/cli/convert';
import { UsageError } from '../../lib/cli/usage';
import { runIn } from './run';

const CART = `apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
`;
const GATEWAY = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec: { hosts: ["*"], gateways: [edge], http: [{ match: [{ uri: { exact: /old } }], redirect: { uri: /new } }] }
`;

test('writes a whole project, whose test asks the app', () => {
  const { status, out } = runIn(
    { 'a.yaml': CART, 'b.yaml': GATEWAY },
    (args, output) => {
      const result = runConvert(args, output);
      output.print(readdirSync('.').sort().join(' '));
      output.print(readdirSync('new/shop').sort().join(' '));
      output.print(readFileSync('new/shop/test/routes.test.ts', 'utf8').split('\n').slice(2, 5).join('\n'));
      return result;
    },
    ['--output', 'new/shop', '--package', '1.0.0', 'a.yaml', 'b.yaml'],
  );
  expect(out).toBe(`3 objects, all equal
  2 of 2 objects of Istio by constructs of their own
  2 tests in test/routes.test.ts
next:
  cd new/shop && npm install && npm test
a.yaml b.yaml new
.github .gitignore README.md app.ts cdk8s.yaml cluster jest.config.js main.ts mesh package.json test tsconfig.json
import { createApp } from '../app';

const mesh = MeshModel.of(createApp());`);
  expect(status).toBe(0);
});

test('writes into the current folder, which stays the current one', () => {
  const { out } = runIn(
    { 'a.yaml': CART },
    (args, output) => {
      mkdirSync('new');
      process.chdir('new');
      const result = runConvert(args, output);
      output.print(readdirSync('.').includes('app.ts') ? 'it is here' : 'it is elsewhere');
      return result;
    },
    ['--output', '.', '--package', '1.0.0', '../a.yaml'],
  );
  expect(out).toMatch(/\n {2}cd \. && npm install && npm test\nit is here$/);
});

test('an object that is there twice ends it with both places, and nothing is written', () => {
  const run = runIn(
    { 'a.yaml': CART, 'b.yaml': `${GATEWAY}---\n${CART}` },
    (args, output) => {
      const status = runConvert(args, output);
      output.print(readdirSync('.').sort().join(' '));
      return status;
    },
    ['.'],
  );
  expect(run).toEqual({
    status: 1,
    out: 'a.yaml b.yaml',
    err: 'b.yaml:13: Service shop/cart is there twice: a.yaml:1 has it as well; remove one of them',
  });
});

test.each([
  [['a.yaml', '--output', 'full'], '"full" has "x.yaml", so nothing was written; name a new or empty folder'],
  [
    ['a.yaml', '--output', 'a.yaml'],
    '"a.yaml" is a file, so nothing was written; name a new or empty folder',
  ],
  [['a.yaml', '--output', 'a.yaml/b'], 'cannot write "a.yaml/b", so nothing was written: '],
  [['a.yaml', '--istio', '1.2'], 'Istio "1.2" is not supported; use one of 1.30, 1.31, 1.32'],
  [['a.yaml', '--context', 'none.yaml'], 'cannot read "none.yaml": there is no such file or folder'],
  [['none.yaml'], 'cannot read "none.yaml": there is no such file or folder'],
  [['a.yaml', '--package', './none'], '--package "./none": there is no such file or folder'],
  [[], 'a PATH is missing'],
])('%j is a wrong call', (args, message) => {
  const call = () => runIn({ 'a.yaml': CART, 'full/x.yaml': CART }, runConvert, args);
  expect(call).toThrow(UsageError);
  expect(call).toThrow(message);
});

test.each([
  [{ 'a.yaml': 'a: [', 'b.yaml': CART }, 'a.yaml:1:5: is not YAML: '],
  [
    { 'a.yaml': 'a: 1\n' },
    'cdk8s-istio: nothing to convert: no objects in "."; name the files with the manifests',
  ],
])('%j cannot be converted', (files, message) => {
  const { status, err } = runIn(files, runConvert, ['.']);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(message) });
});

const PAY = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: pay, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [edge/web]
  http: [{ route: [{ destination: { host: pay.billing.svc.cluster.local } }] }]
`;
const ELSEWHERE = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge, uid: u }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*/shop.example.com"] }]
---
apiVersion: v1
kind: Service
metadata: { name: pay, namespace: billing }
spec: { selector: { app: pay }, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Secret
metadata: { name: web, namespace: edge }
data: { key: c2VjcmV0 }
`;

test('the app, its tests and its README know what is said of the mesh', () => {
  let again = '';
  const { status } = runIn(
    {
      'k8s/pay.yaml': PAY,
      'elsewhere.yaml': `${ELSEWHERE}---\n${PAY}`,
      'mesh.yaml': 'accessLogFile: /dev/stdout',
    },
    (args, output) => {
      const result = runConvert(args, output);
      const file = (path: string) => readFileSync(`new/${path}`, 'utf8');
      expect(file('app.ts')).toContain(`  const app = new MeshApp({
    istio: '1.30',
    checks: {
      profile: 'demo',
      meshConfig: { accessLogFile: '/dev/stdout' },
      // Objects that exist elsewhere.
      context: [join(__dirname, 'context.yaml')],
    },
  });
`);
      // Neither data of Secrets, nor what the API server writes, nor what is in the app.
      expect(file('context.yaml')).not.toMatch(/c2VjcmV0|uid|VirtualService/);
      expect(file('test/routes.test.ts')).toContain("toRoute('GET http://shop.example.com/'");
      expect(file('README.md')).toContain("curl --header 'Host: shop.example.com' 'http://127.0.0.1:9080/'");
      expect(file('README.md')).toContain('Edit `app.ts`,');
      return result;
    },
    ['k8s', '--output', 'new', '--package', '1.0.0', '--istio', '1.30', '--profile', 'demo'].concat([
      '--mesh-config',
      'mesh.yaml',
      '--context',
      'elsewhere.yaml',
    ]),
  );
  expect(status).toBe(0);
  const notes = JSON.stringify({ about: 'cdk8s-istio', istio: '1.31', ignore: ['IST0101'] });
  runIn(
    { 'k8s/pay.yaml': PAY, 'k8s/.cdk8s-istio': notes },
    (args, output) => runConvert(args, { ...output, print: (text) => (again += text) }),
    ['k8s', '--output', '-'],
  );
  expect(again).toContain("new MeshApp({ istio: '1.31', checks: { ignore: ['IST0101'] } })");
});

test('names of files and namespaces do not end comments', () => {
  let printed = '';
  const cat = CART.replace('cart', 'cat');
  runIn(
    { 'one\ntwo.yaml': `${CART}---\n${cat}`, 'c.yaml': GATEWAY },
    (args, output) => runConvert(args, { ...output, print: (text) => (printed += text) }),
    ['.', '--output', '-'],
  );
  runIn(
    { 'c.yaml': `${CART}---\n${cat.replace('shop', '"*/"')}` },
    (args, output) => runConvert(args, { ...output, print: (text) => (printed += text) }),
    ['.', '--output', '-'],
  );
  expect(printed.match(/^\/\*\* The objects .*$/gm)).toEqual([
    '/** The objects of c.yaml. */',
    '/** The objects of one two.yaml. */',
    '/** The objects in the namespace shop. */',
    '/** The objects in the namespace *\\/. */',
  ]);
});
