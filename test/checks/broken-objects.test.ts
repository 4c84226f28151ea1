import { RULES } from '../../lib/checks/rules';
import { ManifestIndex } from '../../lib/manifests/manifest-index';
import { readYaml } from '../../lib/manifests/read-yaml';
import { object } from './support';

const VIRTUAL_SERVICE = object(
  'VirtualService',
  'default/web',
  '{ hosts: [a.example.com], gateways: [gw], http: [{ route: [{ destination: { host: reviews } }] }] }',
);
const GATEWAY = object(
  'Gateway',
  'default/edge',
  '{ selector: {}, servers: [{ hosts: ["*"], tls: { credentialName: cert } }] }',
);

test.each([
  ['Gateway', 'default/gw', VIRTUAL_SERVICE],
  ['Service', 'default/reviews', VIRTUAL_SERVICE],
  ['Secret', 'default/cert', GATEWAY],
])('a %s that cannot be read is not missing', (kind, fullName, yaml) => {
  const { manifests } = readYaml(yaml + object('Pod', 'default/edge', '{}'), 'test.yaml');
  const broken = readYaml(object(kind, fullName, '{}'), 'test.yaml').manifests;
  const mentions = (index: ManifestIndex) =>
    RULES.flatMap((rule) => [...rule.check(index)])
      .map(({ text }) => text)
      .filter((text) => text.includes(`"${fullName.split('/')[1]}"`) || text.includes(`"${fullName}"`));
  expect(mentions(new ManifestIndex(manifests)).length).toBeGreaterThan(0);
  expect(mentions(new ManifestIndex(manifests, undefined, broken))).toEqual([]);
});
