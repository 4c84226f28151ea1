import { deployment, peerAuthentication } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9214', ...yaml);
const spec = (matchLabels?: object) => ({
  mtls: { mode: 'STRICT' },
  ...(matchLabels ? { selector: { matchLabels } } : {}),
});

test.each([
  ['web', 'namespace'],
  ['istio-system', 'mesh'],
])('one is enough for all of %s', (namespace, scope) => {
  expect(
    findings(peerAuthentication(`${namespace}/a`, spec()), peerAuthentication(`${namespace}/b`, spec({}))),
  ).toEqual([
    `Warning IST9214 PeerAuthentication ${namespace}/b: PeerAuthentication "${namespace}/a" is for the whole ${scope} too, and only the older one has an effect; keep one of them`,
  ]);
});

test('one is enough for a workload', () => {
  const a = peerAuthentication('a', spec({ app: 'web' }));
  const b = peerAuthentication('b', spec({ version: 'v1' }));
  expect(findings(a, b, deployment('web', { version: 'v1' }))).toEqual([
    'Warning IST9214 PeerAuthentication default/b: spec.selector PeerAuthentication "default/a" selects Deployment "default/web" too, and only the older one has an effect there; keep one of them, or narrow the selectors',
  ]);
  expect(findings(a, b, deployment('web'), deployment('api', { version: 'v1' }))).toEqual([]);
});

test('different scopes go together', () => {
  const all = ['istio-system/a', 'default/a', 'web/a'].map((name) => peerAuthentication(name, spec()));
  expect(findings(...all, peerAuthentication('b', spec({ app: 'web' })), deployment('web'))).toEqual([]);
});
