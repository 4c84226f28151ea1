import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import { loadAll } from 'js-yaml';
import {
  DestinationRule as RawDestinationRule,
  VirtualService as RawVirtualService,
} from '../../imports/networking.istio.io';
import { type CheckProps, Destination, DestinationRule, MeshApp, VirtualService } from '../../lib';
import { inTemporaryFolder } from '../support';

interface Synthesis {
  readonly errors: readonly string[];
  readonly objects: readonly Readonly<Record<string, unknown>>[];
}

/** What an app refuses, or else the objects that it writes. */
function synthesize(define: (chart: Chart) => void, checks: CheckProps = {}): Synthesis {
  return inTemporaryFolder((outdir) => {
    const app = new MeshApp({ outdir, checks });
    define(new Chart(app, 'shop', { namespace: 'shop', disableResourceNameHashes: true }));
    try {
      app.synth();
    } catch (error) {
      return { errors: (error as Error).message.split('\n  ').slice(1), objects: [] };
    }
    const text = readFileSync(join(outdir, 'shop.k8s.yaml'), 'utf8');
    return { errors: [], objects: loadAll(text) as Record<string, unknown>[] };
  });
}

const hosts = ['shop.example.com'];
const route = [{ destination: { host: 'outside' } }];
const http = [{ route, timeot: '5s' }];
const routesOf = (chart: Chart) =>
  new VirtualService(chart, 'routes', { hosts, http: [{ to: Destination.host('outside') }] });
const patched = (...patches: JsonPatch[]) => {
  return (chart: Chart) => ApiObject.of(routesOf(chart)).addJsonPatch(...patches);
};
/** The host of the routes exists elsewhere. */
const context = [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'outside', namespace: 'shop' } }];

const UNKNOWN =
  'spec.http[0].timeot is unknown, so kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it; did you mean "timeout"? [IST9001]';

describe.each<[string, (chart: Chart) => void]>([
  ['a JSON patch of a construct', patched(JsonPatch.add('/spec/http/0/timeot', '5s'))],
  [
    'a JSON patch of a raw object',
    (chart) =>
      new RawVirtualService(chart, 'routes', { spec: { hosts, http: [{ route }] } }).addJsonPatch(
        JsonPatch.add('/spec/http/0/timeot', '5s'),
      ),
  ],
  [
    'a cast in a raw object',
    (chart) => new RawVirtualService(chart, 'routes', { spec: { hosts, http } } as never),
  ],
  [
    'an ApiObject',
    (chart) =>
      new ApiObject(chart, 'routes', {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        spec: { hosts, http },
      }),
  ],
  [
    'a manifest of a raw class',
    (chart) =>
      new ApiObject(
        chart,
        'routes',
        RawVirtualService.manifest({ metadata: { name: 'shop-routes' }, spec: { hosts, http } } as never),
      ),
  ],
])('an unknown field in %s', (_, define) => {
  test('is refused', () => {
    const { errors } = synthesize(define, { context });
    expect(errors).toEqual([`[shop/routes] VirtualService "shop-routes": ${UNKNOWN}`]);
  });

  const written = [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'shop-routes', namespace: 'shop' },
      spec: { hosts, http },
    },
  ];

  test('is written where the app ignores the code', () => {
    const { errors, objects } = synthesize(define, { context, ignore: ['IST9001'] });
    expect(errors).toEqual([]);
    expect(objects).toEqual(written);
  });

  test('is written where the object is annotated', () => {
    const annotations = { 'galley.istio.io/analyze-suppress': 'IST9001' };
    const { errors, objects } = synthesize(
      (chart) => {
        define(chart);
        const [object] = chart.node.findAll().filter(ApiObject.isApiObject);
        object?.metadata.addAnnotation('galley.istio.io/analyze-suppress', 'IST9001');
      },
      { context },
    );
    expect(errors).toEqual([]);
    expect(objects).toEqual(
      written.map(({ metadata, ...rest }) => ({ ...rest, metadata: { ...metadata, annotations } })),
    );
  });
});

test('a field beside spec, and another apiVersion', () => {
  const define = patched(
    JsonPatch.add('/note', 'x'),
    JsonPatch.replace('/apiVersion', 'networking.istio.io/v1beta1'),
  );
  expect(synthesize(define, { context }).errors).toEqual([
    '[shop/routes] VirtualService "shop-routes": note is unknown, so kubectl apply refuses it, and Argo CD, Flux and --validate=false drop it; remove it, or use one of apiVersion, kind, metadata, spec, status [IST9001]',
  ]);
  const [object] = synthesize(define, { context, ignore: ['IST9001'] }).objects;
  expect(Object.entries(object ?? {})).toEqual([
    ['apiVersion', 'networking.istio.io/v1beta1'],
    ['kind', 'VirtualService'],
    ['metadata', { name: 'shop-routes', namespace: 'shop' }],
    ['spec', { hosts, http: [{ route }] }],
    ['note', 'x'],
  ]);
});

test.each<[string, JsonPatch, string]>([
  ['text for a list', JsonPatch.replace('/spec/http', 'abc'), 'spec.http is "abc"; use a list'],
  [
    'a map for a list',
    JsonPatch.replace('/spec/http/0/route', { host: 'outside' }),
    'spec.http[0].route is a map; use a list',
  ],
  ['text for a map', JsonPatch.replace('/spec', 'abc'), 'spec is "abc"; use a map'],
  ['null in a list', JsonPatch.replace('/spec/http/0', null), 'spec.http[0] is null; use a map'],
])('a patch with %s is one mistake', (_, patch, message) => {
  expect(synthesize(patched(patch), { context }).errors).toEqual([
    `[shop/routes] VirtualService "shop-routes": ${message} [IST0106]`,
  ]);
});

describe('a field that has another name in TypeScript', () => {
  const outliers = '/spec/trafficPolicy/outlierDetection/consecutive5xxErrors';
  const specsOf = (define: (chart: Chart) => ApiObject, ...patches: JsonPatch[]) => {
    const { objects } = synthesize((chart) => define(chart).addJsonPatch(...patches), { enabled: false });
    return objects.map(({ spec }) => spec);
  };
  const construct = (chart: Chart) =>
    ApiObject.of(
      new DestinationRule(chart, 'rule', {
        host: 'outside',
        trafficPolicy: { outlierDetection: { consecutive5xxErrors: 3, maxEjectionPercent: 50 } },
      }),
    );
  const raw = (name: string) => (chart: Chart) =>
    new RawDestinationRule(chart, 'rule', {
      spec: {
        host: 'outside',
        trafficPolicy: { outlierDetection: { [name]: 3, maxEjectionPercent: 50 } },
      },
    } as never);

  test.each<[string, (chart: Chart) => ApiObject, JsonPatch[], object]>([
    ['is written', construct, [], { consecutive5xxErrors: 3, maxEjectionPercent: 50 }],
    [
      'is written by the raw name',
      raw('consecutive5XxErrors'),
      [],
      { consecutive5xxErrors: 3, maxEjectionPercent: 50 },
    ],
    [
      'is written by its own name',
      raw('consecutive5xxErrors'),
      [],
      { consecutive5xxErrors: 3, maxEjectionPercent: 50 },
    ],
    [
      'is replaced',
      construct,
      [JsonPatch.replace(outliers, 7)],
      { consecutive5xxErrors: 7, maxEjectionPercent: 50 },
    ],
    [
      'is replaced in a raw object',
      raw('consecutive5XxErrors'),
      [JsonPatch.replace(outliers, 7)],
      { consecutive5xxErrors: 7, maxEjectionPercent: 50 },
    ],
    ['is removed', construct, [JsonPatch.remove(outliers)], { maxEjectionPercent: 50 }],
  ])('%s', (_, define, patches, expected) => {
    expect(specsOf(define, ...patches)).toEqual([
      { host: 'outside', trafficPolicy: { outlierDetection: expected } },
    ]);
  });
});
