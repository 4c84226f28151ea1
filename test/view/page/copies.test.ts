import { MeshModel, type TraceRequest, trace } from '../../../lib/routing';
import { asCommand, asTest } from '../../../lib/view/page/ask/copies';

const REQUEST: TraceRequest = {
  url: "http://shop.example.com/it's",
  from: 'mesh:shop/web',
  headers: { 'x-group': ['a b'] },
};

test('a command says what the page was told, for a shell', () => {
  const page = {
    paths: ['my mesh'],
    fileOptions: ['--mesh-config', 'mesh.yaml', '--context', 'kube:'],
    options: { istio: '1.31', profile: 'demo', servers: { 'api.example.com:443': 'HTTP' } },
  } as const;
  expect(asCommand(REQUEST, page)).toBe(
    "npx cdk8s-istio trace --istio 1.31 --profile demo --mesh-config mesh.yaml --context kube: --server api.example.com:443=HTTP -H 'x-group: a b' --from mesh:shop/web 'http://shop.example.com/it'\\''s' 'my mesh'",
  );
  expect(asCommand({ url: 'http://shop/' }, { paths: ['dist'], fileOptions: [], options: {} })).toBe(
    'npx cdk8s-istio trace http://shop/ dist',
  );
});

test('a test is a line of jest, if a matcher can say the answer', () => {
  const mesh = MeshModel.of([]);
  const way = trace(mesh, 'http://shop.example.com/');
  expect(asTest({ url: 'http://shop.example.com/' }, way)).toBeUndefined(); // no connection: no matcher says so
  const answered = {
    ...way,
    outcomes: [{ is: 'failed', status: 404, because: 'no route', probability: 1 }],
  } as const;
  expect(asTest({ url: 'http://shop.example.com/' }, answered)).toBe(
    [
      "test('GET http://shop.example.com/ is answered with 404', () => {",
      "  expect(mesh).toAnswer('GET http://shop.example.com/', { status: 404 });",
      '});',
      '',
    ].join('\n'),
  );
});
