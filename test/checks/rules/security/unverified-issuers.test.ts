import { findingsOf } from '../../support';

const WORKLOAD =
  '{apiVersion: apps/v1, kind: Deployment, metadata: {name: api, namespace: s}, spec: {selector: {matchLabels: {app: api}}, template: {metadata: {labels: {app: api}}, spec: {containers: [{name: c, image: x}]}}}}';
const tokens = (...rules: string[]) =>
  `{apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: {name: t, namespace: s}, spec: {jwtRules: [${rules.join()}]}}`;
const policy = (source: string, action = 'ALLOW') =>
  `{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: p, namespace: s}, spec: {action: ${action}, rules: [{from: [{source: {${source}}}]}]}}`;

const A = "{issuer: 'https://a/', jwksUri: 'https://a/keys'}";
const said = (...objects: string[]) => findingsOf('IST9242', WORKLOAD, ...objects);
const message = (list: string, value: string, issuer: string, effect: string) =>
  `Warning IST9242 AuthorizationPolicy s/p: spec.rules[0].from[0].source.${list}[0] "${value}" is for tokens of issuer "${issuer}", and the RequestAuthentications for the workloads of this policy verify only those of "https://a/", so this ${effect}; write "https://a//*", or add the issuer to a RequestAuthentication`;

test.each([
  ['https://b/*', 'https://b'],
  // The slash at the end of the issuer is one, and the slash before the subject is another one.
  ['https://a/*', 'https://a'],
  ['https://b*', 'https:/'],
  ['b*', 'b'],
])('requestPrincipals: %s', (value, issuer) => {
  expect(said(tokens(A), policy(`requestPrincipals: ['${value}']`))).toEqual([
    message('requestPrincipals', value, issuer, 'never matches'),
  ]);
});

test('a policy to deny', () => {
  expect(said(tokens(A), policy(`notRequestPrincipals: ['b/*']`, 'DENY'))).toEqual([
    message('notRequestPrincipals', 'b/*', 'b', 'always matches'),
  ]);
  expect(said(tokens(A), policy(`requestPrincipals: ['b/*']`, 'DENY'))).toEqual([]);
});

test.each([
  ['https://a//*', tokens(A)],
  ['https://a//me', tokens(A)],
  ['*', tokens(A)],
  ['*/me', tokens(A)],
  ['a*', tokens("{issuer: ab, jwksUri: 'https://a/keys'}")],
  ['b/*', tokens(A, '{issuer: b, jwksUri: "https://b/keys"}')],
  ['b/*', tokens(A, '{jwksUri: "https://b/keys"}')],
  ['b/*', ''],
])('%s is fine', (value, authentication) => {
  const objects = authentication === '' ? [] : [authentication];
  expect(said(...objects, policy(`requestPrincipals: ['${value}']`))).toEqual([]);
});
