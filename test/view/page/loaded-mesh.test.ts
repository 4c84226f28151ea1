import { contentsOf } from '../../../lib/manifests/files';
import { pageDataOf } from '../../../lib/view/document/page-data-of';
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
