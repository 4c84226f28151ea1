import { check } from '../../lib/checks';
import { manifestOf } from '../../lib/manifests/manifest';
import { readYaml } from '../../lib/manifests/read-yaml';
import { messagesOf } from './support';

/** A VirtualService that sends everything to a Service. */
function routes(to: string, metadata = 'name: routes, namespace: shop', version = 'v1'): string {
  return `apiVersion: networking.istio.io/${version}
kind: VirtualService
metadata: { ${metadata} }
spec: { hosts: [shop.example.com], http: [{ route: [{ destination: { host: ${to} } }] }] }
`;
}

const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
`;

const repetitions = (...objects: string[]) =>
  messagesOf(objects.join('---\n')).filter((message) => message.includes('IST9002'));

test('a later object names the place of the earlier one that it replaces', () => {
  expect(repetitions(routes('cart'), SERVICE, routes('basket'))).toEqual([
    'Error IST9002 VirtualService shop/routes: has the same kind, namespace and name as the object at test.yaml:1, and `kubectl apply` keeps only the last of them; rename or delete one',
  ]);
});

test('where files are variants, the message says how to check them', () => {
  const read = (text: string, file: string) => readYaml(text, file).manifests;
  const [first, second, third] = ['v1', 'v2', 'v3'].map((name) => read(routes(name), `${name}.yaml`)[0]);
  const messages = check(
    [first, second, third].flatMap((one) => one ?? []),
    { ignore: ['IST0101'] },
  );
  expect(messages.map(({ object, line, message }) => [object.origin.file, line, message])).toEqual([
    [
      'v2.yaml',
      1,
      'has the same kind, namespace and name as the object at v1.yaml:1, and `kubectl apply` keeps only the last of them; rename or delete one, or, if these files are variants, check them one by one, with the rest as --context',
    ],
    ['v3.yaml', 1, expect.stringContaining('the object at v2.yaml:1,')],
  ]);
});

test.each([
  ['another version of the group', routes('basket', 'name: routes, namespace: shop', 'v1beta1')],
  ['the item of a List', `kind: List\nitems:\n- ${routes('basket').trimEnd().replaceAll('\n', '\n  ')}\n`],
  ['a copy that the API server refuses', routes('[]')],
])('%s is the same object', (_, later) => {
  expect(repetitions(routes('cart'), later)).toHaveLength(1);
});

test('namespace "default" is meant where none is written', () => {
  const [written, unwritten] = ['name: routes, namespace: default', 'name: routes'];
  expect(repetitions(routes('cart', written), routes('basket', unwritten))).toHaveLength(1);
  expect(repetitions(routes('cart', written), routes('cart', unwritten))).toEqual([]);
});

test('an object of the cluster has no namespace', () => {
  const namespace = (metadata: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { ${metadata} }\n`;
  expect(
    repetitions(namespace('name: shop, namespace: a'), namespace('name: shop, labels: { a: b }')),
  ).toEqual([expect.stringContaining('Namespace shop: has the same kind and name as')]);
});

test.each([
  ['with the same text', routes('cart')],
  [
    'with its fields in another order',
    'kind: VirtualService\nspec: { http: [{ route: [{ destination: { host: cart } }] }], hosts: [shop.example.com] }\nmetadata: { namespace: shop, name: routes }\napiVersion: networking.istio.io/v1\n',
  ],
])('a copy %s does no harm, and is a note', (_, later) => {
  expect(messagesOf([SERVICE, routes('cart'), later].join('---\n'))).toEqual([
    'Info IST9003 VirtualService shop/routes: is a copy of the object at test.yaml:6; delete one of them, before they begin to differ',
  ]);
});

test('objects of a system namespace, which are not checked, are compared all the same', () => {
  const system = (host: string) => routes(host, 'name: routes, namespace: kube-system');
  expect(messagesOf([system('cart'), system('basket')].join('---\n'))).toEqual([
    expect.stringMatching(/^Error IST9002 VirtualService kube-system\/routes: /),
  ]);
});

test.each([
  ['is in another namespace', routes('basket', 'name: routes, namespace: other')],
  ['has another name', routes('basket', 'name: other, namespace: shop')],
  ['is of another kind', SERVICE.replace('cart', 'routes')],
])('nothing is said of an object that %s', (_, later) => {
  expect(repetitions(routes('cart'), later)).toEqual([]);
});

test('objects with generateName are new each time', () => {
  const pod = (image: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { generateName: web-, namespace: shop }\nspec: { containers: [{ image: ${image} }] }\n`;
  expect(repetitions(pod('a'), pod('b'))).toEqual([]);
});

test('every copy is checked by itself, and its hosts are looked up, as Istio does it', () => {
  const weighted = (to: string, weight: number) =>
    routes(to).replace(`host: ${to} }`, `host: ${to} }, weight: ${weight}`);
  const messages = messagesOf([SERVICE, weighted('a', -1), weighted('b', -2), routes('c')].join('---\n'));
  expect(messages.filter((message) => message.includes('IST9002'))).toHaveLength(2);
  expect(messages.filter((message) => message.includes('weight'))).toHaveLength(2);
  expect(messages.filter((message) => message.includes('IST0101'))).toEqual([
    expect.stringContaining('"a" is unknown'),
    expect.stringContaining('"b" is unknown'),
    expect.stringContaining('"c" is unknown'),
  ]);
});

test('what istiod refuses is told of each copy', () => {
  const regex = routes('cart').replace('http: [{', 'http: [{ match: [{ uri: { regex: "(" } }],');
  const messages = messagesOf([SERVICE, regex, routes('cart')].join('---\n'));
  expect(messages.map((message) => message.split(' ')[1])).toEqual(['IST0106', 'IST9002']);
});

test('what exists already gives way without a word', () => {
  const existing = `${routes('missing')}---\n${SERVICE}`;
  const context = readYaml(existing, 'context.yaml').manifests;
  expect(messagesOf(routes('cart'), { context })).toEqual([]);
  expect(
    messagesOf(SERVICE, { context: readYaml(`${routes('missing')}---\n${routes('cart')}`, 'a').manifests }),
  ).toEqual([]);
});

test('objects that were never written to a file have no place', () => {
  const object = (to: string) => manifestOf(readYaml(routes(to), 'a').manifests[0]?.object) ?? [];
  expect(
    check([object('a'), object('b')].flat(), { ignore: ['IST0101'] }).map(({ message }) => message),
  ).toEqual([
    'has the same kind, namespace and name as an earlier object, and `kubectl apply` keeps only the last of them; rename or delete one',
  ]);
});

test('comparing copies of what anchors share takes no longer than reading it', () => {
  const levels = Array.from({ length: 11 }, (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}]`).join(
    ', ',
  );
  const bomb = (last: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { l0: &l0 [x], ${levels} }\nlast: ${last}\n`;
  expect(repetitions(bomb('a'), bomb('a'))).toEqual([]);
  expect(repetitions(bomb('a'), bomb('b'))).toHaveLength(1);
});

test('an object of a system namespace exists for the others', () => {
  const dash = SERVICE.replace('cart, namespace: shop', 'dash, namespace: kube-system');
  expect(messagesOf([dash, routes('dash.kube-system.svc.cluster.local')].join('---\n'))).toEqual([]);
});
