import { authorizationPolicyNamespaces } from '../../../../lib/checks/rules/security/authorization-policy-namespaces';
import { namespace, object } from '../../../scene';
import { all, messagesBy } from '../../support';

const policy = (source: string) =>
  object('AuthorizationPolicy', 'shop/a', `{ rules: [{ from: [{ source: ${source} }] }] }`);

const missing = (field: string, name: string) =>
  `Error IST0101 AuthorizationPolicy shop/a: spec.rules[0].from[0].source.${field} "${name}" is unknown: no Namespace of this name is among the manifests; correct the name, or add the Namespace`;

test.each([
  ['one that is there', '{ namespaces: [prod-web] }', []],
  ['one that is there, whatever its case', '{ namespaces: [PROD-web] }', []],
  ['one that is not', '{ namespaces: [prod-web, prod] }', [missing('namespaces[1]', 'prod')]],
  ['one that nobody may come from', '{ notNamespaces: [bogus] }', [missing('notNamespaces[0]', 'bogus')]],
  ['the beginning of one', '{ namespaces: ["prod-*"] }', []],
  ['the beginning of none', '{ namespaces: ["prod-x*"] }', [missing('namespaces[0]', 'prod-x*')]],
  ['the end of one', '{ namespaces: ["*-web"] }', []],
  ['the end of none', '{ namespaces: ["*-webs"] }', [missing('namespaces[0]', '*-webs')]],
  ['a star in the middle', '{ namespaces: ["prod*web"] }', [missing('namespaces[0]', 'prod*web')]],
  ['all', '{ namespaces: ["*"] }', []],
  ['nothing', '{ namespaces: [] }', []],
  ["the policy's own", '{ namespaces: [shop] }', []],
  ['what every cluster has', '{ namespaces: [default, kube-system] }', []],
  ["Istio's", '{ namespaces: [istio-system] }', []],
])('a source names %s', (_, source, expected) => {
  const yaml = all(namespace('prod-web'), policy(source));
  expect(messagesBy(authorizationPolicyNamespaces, yaml)).toEqual(expected);
});
