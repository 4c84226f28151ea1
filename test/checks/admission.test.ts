import type { MeshIndex } from '../../lib/istiod/mesh-index';
import { GATEWAY, VIRTUAL_SERVICE } from '../../lib/manifests/kinds';
import { readYaml } from '../../lib/manifests/read-yaml';

/** What the rules have seen last. */
let index: MeshIndex;

jest.mock('../../lib/checks/rules', () => ({
  RULES: [
    {
      check: (seen: MeshIndex) => {
        index = seen;
        return [];
      },
    },
  ],
}));
// After the mock, which an import would precede.
const { check }: typeof import('../../lib/checks') = require('../../lib/checks');

const { manifests } = readYaml(
  `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: broken }
spec:
  servers:
    - port: { number: "80", name: a, protocol: HTTP }
      hosts: [a]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: nulls }
spec:
  hosts: [a]
  http: null
  tls: [null]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: fine }
spec:
  hots: [a]
  http: [{ timeout: null, route: [] }]
`,
  'a.yaml',
);

const told = (messages: ReturnType<typeof check>) =>
  messages.map(({ code, level, object, field, message, line }) =>
    [line, level, code, object.name, field, message].join(' '),
  );

test('reports what the API server refuses or drops, with its line', () => {
  expect(told(check(manifests))).toEqual([
    '6 Error IST0106 broken spec.servers[0].port.number is "80"; use 80, without quotes',
    '15 Error IST0106 nulls spec.tls[0] is null; use a map',
    '21 Error IST9001 fine spec.hots is unknown, so kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it; did you mean "hosts"?',
  ]);
  expect(told(check(manifests, { ignore: ['IST0106', 'IST9001'] }))).toEqual([]);
});

test('names the objects as they were given', () => {
  expect(manifests).toEqual(expect.arrayContaining(check(manifests).map(({ object }) => object)));
});

test('says nothing about the context', () => {
  expect(told(check([], { context: manifests }))).toEqual([]);
});

test.each([
  ['own objects', () => check(manifests)],
  ['the context', () => check([], { context: manifests })],
])('rules read no broken objects, which exist none the less: %s', (_, run) => {
  run();
  expect(index.all(GATEWAY)).toEqual([]);
  expect(index.has(GATEWAY, 'default', 'broken')).toBe(true);
  expect(index.all(VIRTUAL_SERVICE).map(({ name }) => name)).toEqual(['fine']);
});

test('rules read no nulls', () => {
  check(manifests);
  const spec = { hots: ['a'], http: [{ route: [] }] };
  expect(index.get(VIRTUAL_SERVICE, 'default', 'fine')).toMatchObject({ spec, object: { spec } });
  expect(manifests[2]?.object).toMatchObject({ spec: { http: [{ timeout: null }] } });
});
