import { deprecatedFields } from '../../../../lib/checks/rules/objects/deprecated-fields';
import { messagesBy } from '../../support';

const object = (apiVersion: string, kind: string, spec: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: a }
spec: ${spec}`;
const route = (http: string) => object('networking.istio.io/v1', 'VirtualService', `{ http: ${http} }`);
const sidecar = (spec: string) => object('networking.istio.io/v1', 'Sidecar', spec);
const definition = (group: string, kind: string) =>
  object(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    `{ group: ${group}, names: { kind: ${kind} } }`,
  );

const percent = (field: string, value: number) =>
  `Warning IST0002 VirtualService default/a: ${field} ${value} is deprecated; write "percentage: { value: ${value} }" instead`;

test.each([
  [
    'delays by percent',
    route('[{}, { fault: { delay: { percent: 50 } } }, { fault: { delay: { percent: 7 } } }]'),
    [percent('spec.http[1].fault.delay.percent', 50), percent('spec.http[2].fault.delay.percent', 7)],
  ],
  ['delays nothing', route('[{ fault: { delay: { percent: 0 } } }]'), []],
  ['delays by percentage', route('[{ fault: { delay: { percentage: { value: 50 } } } }]'), []],
  [
    'an egress proxy',
    sidecar('{ outboundTrafficPolicy: { mode: ALLOW_ANY, egressProxy: { host: a } } }'),
    [
      'Warning IST0002 Sidecar default/a: spec.outboundTrafficPolicy.egressProxy is deprecated, and Istio ignores it; remove it',
    ],
  ],
  ['no egress proxy', sidecar('{ outboundTrafficPolicy: { mode: ALLOW_ANY } }'), []],
  [
    'the definition of a kind that is gone',
    definition('rbac.istio.io', 'ServiceRole'),
    [
      'Warning IST0002 CustomResourceDefinition a: spec.names.kind "ServiceRole" is a kind that Istio has removed; delete the definition, and use AuthorizationPolicy',
    ],
  ],
  ['the definition of a kind that is there', definition('security.istio.io', 'AuthorizationPolicy'), []],
  ["the definition of another group's kind", definition('example.com', 'ServiceRole'), []],
])('%s', (_, yaml, expected) => {
  expect(messagesBy(deprecatedFields, yaml)).toEqual(expected);
});
