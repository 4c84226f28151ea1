import { authorizationPolicy, deployment } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (source: object) =>
  findingsOf(
    'IST9217',
    deployment('shop/web', {}, { serviceAccountName: 'web' }),
    deployment('shop/api'),
    authorizationPolicy('shop/policy', { rules: [{ from: [{ source }] }] }),
  );

test.each([
  [{ principals: ['cluster.local/ns/shop/sa/wbe'] }, 'principals', 'wbe'],
  [{ serviceAccounts: ['api'] }, 'serviceAccounts', 'api'],
  [{ serviceAccounts: ['shop/api'] }, 'serviceAccounts', 'api'],
])('%j is nobody', (source, field, account) => {
  expect(findings(source)).toEqual([
    `Warning IST9217 AuthorizationPolicy shop/policy: spec.rules[0].from[0].source.${field}[0] no workload of namespace "shop" among the manifests runs as service account "${account}", so this matches no client; the workloads there run as "web" and "default"`,
  ]);
});

test.each([
  { principals: ['cluster.local/ns/shop/sa/web', 'cluster.local/ns/shop/sa/default'] },
  { principals: ['cluster.local/ns/shop/sa/*', '*/ns/shop/sa/x', 'cluster.local/ns/elsewhere/sa/x'] },
  { principals: ['cluster.local/ns/istio-system/sa/ingress'] },
  { serviceAccounts: ['web', 'elsewhere/x'] },
])('%j may be somebody', (source) => {
  expect(findings(source)).toEqual([]);
});

test('where one component is shown, the others have their manifests elsewhere', () => {
  const policy = authorizationPolicy('shop/policy', {
    rules: [{ from: [{ source: { serviceAccounts: ['web'] } }] }],
  });
  const version = (name: string) => deployment(`shop/${name}`, { app: 'api' });
  expect(findingsOf('IST9217', version('api-v1'), version('api-v2'), policy)).toEqual([]);
});
