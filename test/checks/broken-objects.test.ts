import { RULES } from '../../lib/checks/rules';
import { MeshIndex } from '../../lib/istiod/mesh-index';
import { readYaml } from '../../lib/manifests/read-yaml';
import { object } from '../scene';

const VIRTUAL_SERVICE = object(
  'VirtualService',
  'default/web',
  '{ hosts: [a.example.com], gateways: [gw], http: [{ route: [{ destination: { host: reviews } }] }] }',
);
const GATEWAY = object(
  'Gateway',
  'default/edge',
  '{ selector: {}, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: ["*"], tls: { credentialName: cert } }] }',
);

test.each([
  ['Gateway', 'default/gw', VIRTUAL_SERVICE],
  ['Service', 'default/reviews', VIRTUAL_SERVICE],
  ['Secret', 'default/cert', GATEWAY],
])('a %s that cannot be read is not missing', (kind, fullName, yaml) => {
  const others = object('Pod', 'default/edge', '{}') + object('Secret', 'default/other', '{}');
  const { manifests } = readYaml(yaml + others, 'test.yaml');
  const broken = readYaml(object(kind, fullName, '{}'), 'test.yaml').manifests;
  const mentions = (index: MeshIndex) =>
    RULES.flatMap((rule) => [...rule.check(index, () => undefined)])
      .map(({ text }) => text)
      .filter((text) => text.includes(`"${fullName.split('/')[1]}"`) || text.includes(`"${fullName}"`));
  expect(mentions(new MeshIndex(manifests)).length).toBeGreaterThan(0);
  expect(mentions(new MeshIndex(manifests, undefined, broken))).toEqual([]);
});
