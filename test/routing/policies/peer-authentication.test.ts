import { ignoredPolicies, namespaceMode, serverTls } from '../../../lib/routing/policies';
import { type Metadata, peerAuthentication } from '../../scene';
import { indexOf, pod } from './requests';

const mode = (value: string, more: object = {}) => ({ mtls: { mode: value }, ...more });
const CART = { selector: { matchLabels: { app: 'cart' } } };
const ROOT = { namespace: 'istio-system' };

type FullMetadata = Metadata & { readonly name?: string; readonly namespace?: string };

const mesh = (spec: object) => peerAuthentication('istio-system/mesh', spec);
const namespace = (
  spec: object,
  { name = 'namespace', namespace = 'shop', ...metadata }: FullMetadata = {},
) => peerAuthentication(`${namespace}/${name}`, spec, metadata);
const workload = (spec: object, { name = 'workload', ...metadata }: FullMetadata = {}) =>
  namespace({ ...CART, ...spec }, { name, ...metadata });

describe('the mode of a port (H1)', () => {
  test.each<[string, unknown[], string, string]>([
    ['nothing', [], 'PERMISSIVE', 'default'],
    ['the mesh', [mesh(mode('STRICT'))], 'STRICT', 'mesh'],
    [
      'a policy for the namespace precedes a policy for the mesh',
      [mesh(mode('STRICT')), namespace(mode('DISABLE'))],
      'DISABLE',
      'namespace',
    ],
    [
      'an empty selector counts as no selector',
      [namespace(mode('STRICT', { selector: {} }))],
      'STRICT',
      'namespace',
    ],
    [
      'a policy for the workload precedes a policy for the namespace',
      [namespace(mode('STRICT')), workload(mode('DISABLE'))],
      'DISABLE',
      'workload',
    ],
    [
      'UNSET inherits',
      [mesh(mode('STRICT')), namespace(mode('UNSET')), workload(mode('UNSET'))],
      'STRICT',
      'mesh',
    ],
    ['a missing mode inherits', [namespace(mode('STRICT')), workload({})], 'STRICT', 'namespace'],
    ['UNSET of the mesh', [mesh(mode('UNSET'))], 'PERMISSIVE', 'default'],
    ['another namespace', [namespace(mode('STRICT'), { namespace: 'bank' })], 'PERMISSIVE', 'default'],
    [
      'other labels',
      [workload(mode('STRICT', { selector: { matchLabels: { app: 'x' } } }))],
      'PERMISSIVE',
      'default',
    ],
    ['a selector in the root namespace', [workload(mode('STRICT'), ROOT)], 'PERMISSIVE', 'default'],
    [
      'the port',
      [workload(mode('STRICT', { portLevelMtls: { 8080: { mode: 'DISABLE' } } }))],
      'DISABLE',
      'port',
    ],
    [
      'another port',
      [workload(mode('STRICT', { portLevelMtls: { 80: { mode: 'DISABLE' } } }))],
      'STRICT',
      'workload',
    ],
    [
      'UNSET for the port',
      [workload(mode('STRICT', { portLevelMtls: { 8080: { mode: 'UNSET' } } }))],
      'STRICT',
      'workload',
    ],
    [
      'a port of the namespace, where ports do not count',
      [namespace(mode('STRICT', { portLevelMtls: { 8080: { mode: 'DISABLE' } } }))],
      'STRICT',
      'namespace',
    ],
    [
      'another revision',
      [namespace(mode('STRICT'), { labels: { 'istio.io/rev': 'x' } })],
      'PERMISSIVE',
      'default',
    ],
  ])('%s', (_, objects, expected, scope) => {
    expect(serverTls(indexOf(objects), pod(), 8080)).toMatchObject({ mode: expected, scope });
  });

  test('the result names the policy that decides, and those that are ignored', () => {
    const objects = [
      workload(mode('STRICT'), { name: 'b' }),
      workload(mode('DISABLE'), { name: 'a' }),
      workload(mode('DISABLE'), { name: 'c', creationTimestamp: '2020-01-01T00:00:00Z' }),
    ];
    // The first two have no creationTimestamp, so they count as the oldest.
    expect(serverTls(indexOf(objects), pod(), 8080)).toEqual({
      mode: 'DISABLE',
      scope: 'workload',
      by: { kind: 'PeerAuthentication', namespace: 'shop', name: 'a' },
      ignored: ['b', 'c'].map((name) => ({
        kind: 'PeerAuthentication',
        namespace: 'shop',
        name,
        because: 'the older "a" selects the same pods',
      })),
    });
  });

  test('of several policies, the oldest counts as a whole', () => {
    const objects = [
      namespace({}, { name: 'z', creationTimestamp: '2020-01-01T00:00:00Z' }),
      namespace(mode('STRICT'), { name: 'a', creationTimestamp: '2021-01-01T00:00:00Z' }),
      workload(mode('STRICT'), { name: 'w', ...ROOT }),
      namespace({ mtls: { mode: 'strict' } }, { namespace: 'bank', name: 'bad' }),
    ];
    const index = indexOf(objects);
    expect(serverTls(index, pod(), 8080)).toMatchObject({ mode: 'PERMISSIVE', scope: 'default' });
    expect(ignoredPolicies(index).map(({ name, because }) => [name, because])).toEqual([
      ['bad', '"mode" is "strict", and not one of UNSET, STRICT, PERMISSIVE, DISABLE'],
      ['w', 'in the root namespace, a PeerAuthentication with a selector has no effect'],
      ['a', 'the older "z" is for all of namespace "shop" too'],
    ]);
  });

  test('a pod in the root namespace has the mode of the mesh', () => {
    const objects = [mesh(mode('STRICT')), workload(mode('DISABLE'), ROOT)];
    expect(serverTls(indexOf(objects), pod(ROOT), 8080)).toMatchObject({ mode: 'STRICT', scope: 'mesh' });
  });
});

describe('the mode of a namespace, as clients see it (G11)', () => {
  test.each<[string, unknown[], string | undefined]>([
    ['nothing', [], undefined],
    ['the mesh', [mesh(mode('STRICT'))], 'STRICT'],
    ['UNSET for the mesh', [mesh(mode('UNSET'))], 'PERMISSIVE'],
    ['the namespace', [mesh(mode('STRICT')), namespace(mode('DISABLE'))], 'DISABLE'],
    ['UNSET for the namespace', [mesh(mode('DISABLE')), namespace(mode('UNSET'))], 'DISABLE'],
    ['UNSET for the namespace alone', [namespace({})], 'PERMISSIVE'],
    ['a workload', [workload(mode('DISABLE'))], undefined],
  ])('%s', (_, objects, expected) => expect(namespaceMode(indexOf(objects), 'shop')).toBe(expected));
});
