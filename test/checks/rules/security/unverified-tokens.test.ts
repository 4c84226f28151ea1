import { authorizationPolicy, deployment, object } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (spec: object, ...yaml: string[]) =>
  findingsOf('IST9216', deployment('web'), authorizationPolicy('policy', spec), ...yaml);
const from = (source: object) => ({ rules: [{ from: [{ source }] }] });
const ANYBODY = from({ requestPrincipals: ['*'] });
const NOBODY = { action: 'DENY', ...from({ notRequestPrincipals: ['*'] }) };
const authentication = (name: string, spec: object = {}) => object('RequestAuthentication', name, spec);
const text = (verb: string) =>
  `no RequestAuthentication applies to the workloads of this policy, so no request has a verified token and this ${verb} matches; add a RequestAuthentication for them`;

test.each([
  [ANYBODY, 'spec.rules[0].from[0].source.requestPrincipals', 'never'],
  [
    { rules: [{ when: [{ key: 'request.auth.claims[groups]', values: ['x'] }] }] },
    'spec.rules[0].when[0].values',
    'never',
  ],
  [NOBODY, 'spec.rules[0].from[0].source.notRequestPrincipals', 'always'],
])('%j', (spec, field, verb) => {
  expect(findings(spec)).toEqual([
    `Warning IST9216 AuthorizationPolicy default/policy: ${field} ${text(verb)}`,
  ]);
});

test.each([
  ['default/jwt', {}, 0],
  ['istio-system/jwt', {}, 0],
  ['default/jwt', { selector: { matchLabels: { app: 'web' } } }, 0],
  ['default/jwt', { selector: { matchLabels: { app: 'api' } } }, 1],
  ['other/jwt', {}, 1],
  ['default/jwt', { targetRefs: [{ kind: 'Service', name: 'web' }] }, 1],
])('with a RequestAuthentication %s of %j', (name, spec, count) => {
  expect(findings(ANYBODY, authentication(name, spec))).toHaveLength(count);
});

test.each([
  from({ notRequestPrincipals: ['*'] }),
  { action: 'DENY', ...from({ requestPrincipals: ['*'] }) },
  { selector: { matchLabels: { app: 'elsewhere' } }, ...ANYBODY },
  { targetRefs: [{ kind: 'Service', name: 'web' }], ...ANYBODY },
])('%j', (spec) => {
  expect(findings(spec)).toEqual([]);
});
