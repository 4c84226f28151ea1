import { app, authorizationPolicy, deployment } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (code: string, ...yaml: string[]) =>
  findingsOf(code, app('shop/web'), app('cart/cart'), ...yaml);
const ANYBODY = { rules: [{}] };
const forApp = (name: string, spec: object) => ({ selector: { matchLabels: { app: name } }, ...spec });
const denied = (workload: string, policy: string) =>
  `Info IST9275 Deployment ${workload}: no AuthorizationPolicy allows a request to these pods, and by "${policy}" everything else is denied; add a policy for the requests that they should get`;

describe('denied by default', () => {
  const DENY_ALL = authorizationPolicy('istio-system/deny-all', {});

  test('a workload without a policy of its own', () => {
    expect(findings('IST9275', DENY_ALL, authorizationPolicy('cart/all', ANYBODY))).toEqual([
      denied('shop/web', 'istio-system/deny-all'),
    ]);
    expect(findings('IST9275', authorizationPolicy('shop/none', {}))).toEqual([
      denied('shop/web', 'shop/none'),
    ]);
  });

  test.each([
    ['a policy of the namespace', authorizationPolicy('shop/all', ANYBODY)],
    ['a policy for the workload', authorizationPolicy('shop/web', forApp('web', ANYBODY))],
    ['a policy of the mesh', authorizationPolicy('istio-system/web', forApp('web', ANYBODY))],
  ])('%s allows requests', (_, policy) => {
    expect(findings('IST9275', DENY_ALL, authorizationPolicy('cart/all', ANYBODY), policy)).toEqual([]);
  });

  test('a policy that denies allows nothing', () => {
    const policy = authorizationPolicy('shop/some', {
      action: 'DENY',
      rules: [{ to: [{ operation: { ports: ['1'] } }] }],
    });
    expect(findings('IST9275', DENY_ALL, authorizationPolicy('cart/all', ANYBODY), policy)).toHaveLength(1);
  });

  test('pods without a sidecar or a Service get no requests by it', () => {
    const more = deployment('cart/worker') + app('cart/plain', { sidecar: false });
    expect(findings('IST9275', authorizationPolicy('cart/none', {}), more)).toEqual([
      denied('cart/cart', 'cart/none'),
    ]);
  });
});

describe('open beside what is denied by default', () => {
  const NONE = authorizationPolicy('cart/none', {});

  test('a workload without any policy', () => {
    expect(findings('IST9281', NONE)).toEqual([
      'Info IST9281 Deployment shop/web: no AuthorizationPolicy is for these pods, so they accept every request, and other namespaces deny what is not allowed, such as by "cart/none"; add a policy, or move that one to the root namespace',
    ]);
  });

  test.each([
    ['there is a policy', NONE + authorizationPolicy('shop/web', forApp('web', ANYBODY))],
    ['nobody denies by default', authorizationPolicy('cart/all', ANYBODY)],
    ['only some pods are denied', authorizationPolicy('cart/none', forApp('cart', {}))],
  ])('nothing is said where %s', (_, policies) => {
    expect(findings('IST9281', policies)).toEqual([]);
  });
});
