import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { decidingParts } from '../../lib/coverage';
import { manifestOf } from '../../lib/manifests/manifest';
import { proposedTests, testFile } from '../../lib/proposals';
import { MeshModel, trace } from '../../lib/routing';
import { matchers } from '../../lib/testing';
import { MeshModel as FileModel } from '../../lib/tracing/mesh-model';
import { arbitraryCall, arbitraryPair } from '../diff/arbitrary-pair';
import { holds } from '../holds';

const REVIEWS = 'docs/examples/reviews.yaml';
const SNIPPET = join(__dirname, '../docs/snippets/proposed.test.ts');

test('what is proposed holds, and asks about everything that decides', () => {
  holds(
    fc.property(
      arbitraryPair,
      fc.array(arbitraryCall, { minLength: 40, maxLength: 40 }),
      ({ new: { objects, mesh } }, calls) => {
        const manifests = objects.flatMap((object) => manifestOf(object) ?? []);
        const model = MeshModel.fromManifests(manifests, { mesh });
        const { tests, untestable } = proposedTests(model);
        for (const { request, calls: wanted, about } of tests) {
          expect(about).not.toEqual([]);
          for (const { matcher, expected } of wanted) {
            const context = { isNot: false, utils: {} as never };
            const { pass } = matchers[matcher].call(context, model, request, expected as never);
            expect({ request, matcher, expected, pass }).toEqual({ request, matcher, expected, pass: true });
          }
        }
        const told = new Set([...tests.flatMap(({ about }) => about), ...untestable]);
        for (const call of calls) {
          expect(decidingParts(call, trace(model, call)).filter((part) => !told.has(part))).toEqual([]);
        }
      },
    ),
    4,
  );
}, 900_000);

test('a mesh gets the tests of the documentation, which pass', () => {
  const { tests, untestable } = proposedTests(FileModel.of(REVIEWS));
  expect(untestable).toEqual([]);
  expect(testFile(tests, { source: [REVIEWS], model: {}, runner: 'jest' })).toBe(
    readFileSync(SNIPPET, 'utf8'),
  );
});

test('nothing is proposed about what is asked already', () => {
  const model = FileModel.of(REVIEWS);
  const { tests } = proposedTests(model);
  const asked = tests.map(({ request }) => request);
  expect(proposedTests(model, asked)).toEqual({ tests: [], untestable: [] });
  const elsewhere = { url: 'http://reviews/', from: 'mesh:elsewhere/client' } as const;
  const left = proposedTests(model, [elsewhere, ...asked.slice(1)]).tests;
  expect(left.map(({ request }) => request)).toEqual(asked.slice(0, 1));
});

test('a test file may get its mesh from code', () => {
  const source = { expression: 'app', imports: ["import { app } from '../main';"] };
  expect(testFile([], { source, model: { istio: '1.31' }, runner: 'jest' })).toBe(
    [
      "import { MeshModel } from 'cdk8s-istio';",
      "import 'cdk8s-istio/testing';",
      "import { app } from '../main';",
      '',
      "const mesh = MeshModel.of(app, { istio: '1.31' });",
      '',
    ].join('\n'),
  );
});

test('hosts that no client can call are not asked about', () => {
  const hosts = ['{{ host }}', 'a b', 'a/b', 'shop.1', '*.{{x}}', 'shop.example.com'];
  const objects = [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
      },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'shop', namespace: 'shop' },
      spec: { hosts, gateways: ['web'], http: [{ redirect: { uri: '/x' } }] },
    },
  ];
  const { tests } = proposedTests(MeshModel.of(objects));
  expect(tests.map(({ request }) => request.url)).toEqual([
    'http://any.example.net/',
    'http://shop.example.com/',
  ]);
});
