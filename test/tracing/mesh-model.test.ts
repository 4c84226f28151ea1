import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { MeshModel, type ModelSource, trace } from '../../lib';
import { MeshModel as RoutingModel } from '../../lib/routing';
import { inTemporaryFolder } from '../support';

const DIST = join(__dirname, '../../dist');
const GATEWAY = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name: 'gw' },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
  },
};

test('apps, objects and models are traced alike', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'default' });
  const request = 'http://a.com/';
  expect(trace(App.of(chart), request).outcomes).toMatchObject([{ is: 'refused' }]);
  // The app is read when a request is traced.
  new ApiObject(chart, 'gw', GATEWAY);
  for (const source of [App.of(chart), chart.toJson(), [GATEWAY], RoutingModel.of([GATEWAY])]) {
    expect(trace(source, request).outcomes).toMatchObject([{ is: 'failed', status: 404, flag: 'NR' }]);
  }
});

test('paths of folders and files may stand among objects', () => {
  const delivered = [
    { is: 'delivered', endpoints: [{ workload: { kind: 'Deployment', name: 'echo' } }], authority: 'a.com' },
  ];
  for (const source of [DIST, [DIST], [join(DIST, 'echo.k8s.yaml'), GATEWAY]]) {
    expect(trace(MeshModel.of(source), { url: 'http://a.com/' }).outcomes).toMatchObject(delivered);
  }
});

test('of several objects with the same name, the last that kubectl reads counts', () => {
  const answer = (status: number) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'routes' },
    spec: { hosts: ['*'], gateways: ['gw'], http: [{ directResponse: { status } }] },
  });
  const statusOf = (source: ModelSource) => trace(source, 'http://a.com/').outcomes;
  expect(statusOf([GATEWAY, answer(201), answer(202)])).toMatchObject([{ status: 202 }]);
  inTemporaryFolder((folder) => {
    const files = { 'a/z.yaml': 201, 'a.yaml': 202, 'b.yaml': 203, 'Z.yaml': 204 };
    mkdirSync(join(folder, 'a'));
    for (const [name, status] of Object.entries(files)) {
      writeFileSync(join(folder, name), JSON.stringify(answer(status)));
    }
    expect(statusOf([GATEWAY, folder])).toMatchObject([{ status: 203 }]);
    expect(statusOf([GATEWAY, folder, join(folder, 'a')])).toMatchObject([{ status: 201 }]);
  });
});

test('a model takes the configuration of the mesh as Istio writes it', () => {
  const objects = [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: { 'sidecar.istio.io/inject': 'true' } } },
  ];
  const mesh = { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } };
  const request = { url: 'http://b.com/', from: 'mesh:default/a' } as const;
  expect(trace(MeshModel.of(objects), request).outcomes).toMatchObject([{ is: 'passed through' }]);
  expect(trace(MeshModel.of(objects, { mesh }), request).outcomes).toMatchObject([{ status: 502 }]);
});

test('a path that cannot be read is an error', () => {
  inTemporaryFolder((folder) => {
    mkdirSync(join(folder, 'empty'));
    writeFileSync(join(folder, 'broken.yaml'), 'a: 1\nb: [');
    expect(() => MeshModel.of([join(folder, 'gone')])).toThrow(
      new Error(`cannot read "${folder}/gone": there is no such file or folder`),
    );
    expect(() => MeshModel.of([join(folder, 'empty')])).toThrow(
      new Error(`no YAML or JSON files in "${folder}/empty"`),
    );
    expect(() => MeshModel.of([join(folder, 'broken.yaml')])).toThrow(
      /^.*\/broken\.yaml:\d+:\d+: is not YAML: /,
    );
  });
});

test('a method precedes the URL', () => {
  const objects = [
    GATEWAY,
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'vs' },
      spec: {
        hosts: ['*'],
        gateways: ['gw'],
        http: [{ match: [{ method: { exact: 'POST' } }], redirect: { uri: '/x' } }],
      },
    },
  ];
  const model = MeshModel.of(objects);
  expect(trace(model, 'POST http://a.com/').outcomes).toMatchObject([{ status: 301 }]);
  expect(trace(model, ' http://a.com/ ').outcomes).toMatchObject([{ status: 404 }]);
  expect(() => trace(model, 'POST to http://a.com/')).toThrow(
    '"POST to http://a.com/" is not a request; write it like "GET https://shop.example.com/cart"',
  );
});
