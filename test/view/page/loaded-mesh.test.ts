import { contentsOf } from '../../../lib/manifests/files';
import { pageDataOf } from '../../../lib/view/document/page-data-of';
import type { GroupedRef } from '../../../lib/view/map/grouped-ref';
import { hashOfObject, targetIn } from '../../../lib/view/page/address';
import { changesBetween } from '../../../lib/view/page/edit/changes';
import { LoadedMesh } from '../../../lib/view/page/loaded-mesh';
import { objectsIn } from '../../../lib/view/page/read-file';
import { app, gateway, routes, to } from '../../scene';

const SERVERS = { 'default/web:8080': 'TLS', 'default/other:8080': 'HTTP2' } as const;

function dataOf(text: string) {
  const texts = [{ file: 'mesh.yaml', text, isPatch: false }];
  return pageDataOf({
    paths: ['mesh.yaml'],
    fileOptions: [],
    texts,
    contents: contentsOf({ texts, notes: [] }),
    context: [],
    ignore: [],
    options: { istio: '1.32', profile: 'default', hostPorts: {}, servers: SERVERS },
  });
}

/** The mesh with another text. */
function edited(text: string, other: string): LoadedMesh {
  const data = dataOf(text);
  const files = data.files.map((file) => ({ ...file, text: other }));
  return new LoadedMesh({ ...data, files }, changesBetween(data.files, files, objectsIn));
}

const ROUTES = gateway('gw') + routes('r', `[{ ${to('web')} }]`);
const MESH = ROUTES + app('web') + app('other');

test('the nodes of what was edited are marked', () => {
  const { map } = edited(MESH, MESH.replace('http: [{', 'http: [{ timeout: 5s,'));
  expect(map.nodes.filter(({ marks }) => marks.edited).map(({ kind }) => kind)).toEqual([
    'host',
    'http route',
  ]);
});

test('a server that is edited away speaks nothing, and the others speak what the command was told', () => {
  const { model } = edited(MESH, ROUTES + app('other'));
  expect(model.options.servers).toEqual({ 'default/other:8080': 'HTTP2' });
  expect(new LoadedMesh(dataOf(MESH)).model.options.servers).toEqual(SERVERS);
});

describe('kinds of the same name in different API groups', () => {
  const KNATIVE = `---
{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: web, namespace: default}, spec: {}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: gw, namespace: default}, spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}}
`;
  const mesh = new LoadedMesh(dataOf(MESH + KNATIVE));
  const versionOf = (object: GroupedRef) => mesh.manifest(object)?.apiVersion;

  test('a node leads to the object that it stands for', () => {
    const kinds = ['service', 'server', 'kubernetes gateway'];
    const nodes = mesh.map.nodes.filter(({ kind }) => kinds.includes(kind));
    expect(
      new Set(nodes.map(({ kind, objects: [object] }) => `${kind}: ${object && versionOf(object)}`)),
    ).toEqual(
      new Set([
        'service: v1',
        'server: networking.istio.io/v1',
        'kubernetes gateway: gateway.networking.k8s.io/v1',
      ]),
    );
  });

  test('each has its own findings on the map', () => {
    const found = mesh.map.nodes.filter(({ findings }) =>
      findings.some((at) => mesh.findings[at]?.codes.includes('IST9020')),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['kubernetes gateway']);
  });

  test.each(mesh.own.map((manifest) => [manifest.apiVersion, manifest.kind, manifest] as const))(
    'an address leads to the %s %s',
    (_version, _kind, manifest) => {
      const { object } = targetIn(hashOfObject(manifest));
      expect(object && mesh.manifest(object)).toBe(manifest);
    },
  );

  test('only that is edited which is', () => {
    const other = MESH + KNATIVE.replace('spec: {}', 'spec: {template: {}}');
    const { changes, map } = edited(MESH + KNATIVE, other);
    expect(changes.objects).toEqual([
      {
        object: { kind: 'Service', group: 'serving.knative.dev', namespace: 'default', name: 'web' },
        is: 'changed',
      },
    ]);
    expect(map.nodes.some(({ marks }) => marks.edited)).toBe(false);
  });
});
