import { clientTls, type DestinationTls, identityOf, principalOf } from '../../../lib/routing/policies';
import { peerAuthentication } from '../../scene';
import { indexOf, pod } from './requests';

const DISABLE = { mtls: { mode: 'DISABLE' } };
const STRICT = { mtls: { mode: 'STRICT' } };
const CART = { selector: { matchLabels: { app: 'cart' } } };

describe('what a client sends (G11)', () => {
  const rule = (settings: object, isForWorkload = false) => ({ settings, isForWorkload }) as DestinationTls;
  const to = (changes: object = {}) => ({
    namespace: 'shop',
    isExternal: false,
    endpoint: { workload: pod(), port: 8080, hasSidecar: true },
    ...changes,
  });
  const noSidecar = to({ endpoint: { workload: pod(), port: 8080, hasSidecar: false } });
  const noMode = 'the DestinationRule says no TLS mode, which means DISABLE';

  test.each<[string, ReturnType<typeof to>, DestinationTls, string, string]>([
    ['DISABLE', to(), rule({ mode: 'DISABLE' }), 'plaintext', 'the DestinationRule says DISABLE'],
    ['no mode', to(), rule({}), 'plaintext', noMode],
    ['SIMPLE', to(), rule({ mode: 'SIMPLE' }), 'tls', 'the DestinationRule says SIMPLE'],
    ['MUTUAL', to(), rule({ mode: 'MUTUAL' }), 'tls', 'the DestinationRule says MUTUAL'],
    ['ISTIO_MUTUAL', to(), rule({ mode: 'ISTIO_MUTUAL' }), 'mtls', 'the DestinationRule says ISTIO_MUTUAL'],
    [
      'ISTIO_MUTUAL to an endpoint without a sidecar',
      noSidecar,
      rule({ mode: 'ISTIO_MUTUAL' }),
      'mtls',
      'the DestinationRule says ISTIO_MUTUAL',
    ],
    [
      'ISTIO_MUTUAL to a destination outside the mesh',
      to({ isExternal: true }),
      rule({ mode: 'ISTIO_MUTUAL' }),
      'mtls',
      'the DestinationRule says ISTIO_MUTUAL',
    ],
  ])('a rule with %s', (_, destination, settings, sends, because) => {
    expect(clientTls(indexOf([]), 'sidecar', destination, settings)).toEqual({ sends, because });
    expect(clientTls(indexOf([]), 'no proxy', destination, settings)).toEqual({
      sends: 'plaintext',
      because: 'the client has no proxy',
    });
  });

  test('a sidecar uses credentials only from a rule with a workloadSelector', () => {
    const settings = { mode: 'SIMPLE', credentialName: 'bank' };
    const index = indexOf([]);
    expect(clientTls(index, 'sidecar', to(), rule(settings))).toEqual({
      sends: 'plaintext',
      because:
        'the DestinationRule names credential "bank", which a sidecar uses only from a rule with a workloadSelector',
    });
    expect(clientTls(index, 'sidecar', to(), rule(settings, true)).sends).toBe('tls');
    expect(clientTls(index, 'gateway', to(), rule(settings)).sends).toBe('tls');
  });

  test.each<[string, unknown[], object, string, string]>([
    ['a sidecar', [], {}, 'mtls', 'the endpoint has a sidecar'],
    ['no sidecar', [], noSidecar, 'plaintext', 'the endpoint has no sidecar'],
    ['no known endpoint', [], { endpoint: undefined }, 'plaintext', 'the endpoint has no sidecar'],
    [
      'a destination outside the mesh',
      [],
      { isExternal: true },
      'plaintext',
      'the destination is outside the mesh',
    ],
    ['STRICT', [peerAuthentication('shop/policy', STRICT)], {}, 'mtls', 'the endpoint has a sidecar'],
    [
      'DISABLE for the namespace',
      [peerAuthentication('shop/policy', DISABLE)],
      {},
      'plaintext',
      'the PeerAuthentication for namespace "shop" says DISABLE',
    ],
    [
      'DISABLE for the mesh',
      [peerAuthentication('istio-system/policy', DISABLE)],
      {},
      'plaintext',
      'the PeerAuthentication for namespace "shop" says DISABLE',
    ],
    [
      'DISABLE for the namespace, although the pods are STRICT',
      [peerAuthentication('shop/policy', DISABLE), peerAuthentication('shop/cart', { ...CART, ...STRICT })],
      {},
      'plaintext',
      'the PeerAuthentication for namespace "shop" says DISABLE',
    ],
    [
      'DISABLE for the pods',
      [peerAuthentication('shop/policy', { ...CART, ...DISABLE })],
      {},
      'plaintext',
      'the PeerAuthentication for the endpoint says DISABLE',
    ],
    [
      'DISABLE for the port',
      [peerAuthentication('shop/policy', { ...CART, portLevelMtls: { 8080: { mode: 'DISABLE' } } })],
      {},
      'plaintext',
      'the PeerAuthentication for the endpoint says DISABLE',
    ],
    [
      'sidecars everywhere, where the client chose the address',
      [peerAuthentication('shop/policy', { ...CART, ...DISABLE })],
      { passthrough: { allHaveSidecars: true } },
      'mtls',
      'all endpoints of the destination have a sidecar',
    ],
    [
      'sidecars everywhere, but DISABLE for the namespace, where the client chose the address',
      [peerAuthentication('shop/policy', DISABLE)],
      { passthrough: { allHaveSidecars: true } },
      'plaintext',
      'the PeerAuthentication for namespace "shop" says DISABLE',
    ],
    [
      'sidecars not everywhere, where the client chose the address',
      [],
      { passthrough: { allHaveSidecars: false } },
      'plaintext',
      'not all endpoints of the destination have a sidecar',
    ],
  ])('auto mTLS: %s', (_, objects, changes, sends, because) => {
    expect(clientTls(indexOf(objects), 'gateway', to(changes))).toMatchObject({ sends, because });
  });

  test('auto mTLS can be switched off', () => {
    expect(clientTls(indexOf([], { enableAutoMtls: false }), 'sidecar', to())).toEqual({
      sends: 'plaintext',
      because: 'auto mTLS is disabled in the mesh',
    });
  });
});

describe('identities (H7)', () => {
  test.each([
    [{}, 'cluster.local/ns/shop/sa/default'],
    [{ serviceAccountName: 'cart' }, 'cluster.local/ns/shop/sa/cart'],
    [{ serviceAccount: 'old' }, 'cluster.local/ns/shop/sa/old'],
    [{ serviceAccountName: '', serviceAccount: 7 }, 'cluster.local/ns/shop/sa/default'],
  ])('%j', (spec, expected) => expect(principalOf(identityOf(indexOf([]), pod({}, spec)))).toBe(expected));

  test('the mesh configuration sets the trust domain', () => {
    expect(identityOf(indexOf([], { trustDomain: 'td' }), pod()).trustDomain).toBe('td');
  });
});
