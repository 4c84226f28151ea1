import { object } from '../../../scene';
import { messagesOfValid } from '../../support';

const gateway = (selector: string, port: number) =>
  object(
    'Gateway',
    'default/web',
    `{ selector: ${selector}, servers: [{ port: { number: ${port}, name: web, protocol: HTTP }, hosts: ["*"] }] }`,
  );
const pods = (namespace: string, labels: string) =>
  object('Deployment', `${namespace}/edge`, `{ template: { metadata: { labels: ${labels} } } }`);
const service = (namespace: string, selector: string, ports: string) =>
  object('Service', `${namespace}/edge`, `{ selector: ${selector}, ports: ${ports} }`);

const DEFAULT = '{ istio: ingressgateway }';
const OWN = '{ app: own }';
const PORT = 'Warning IST0162 Gateway default/web: spec.servers[0].port.number';

test.each([
  ['a port of the default gateway', gateway(DEFAULT, 443), []],
  ['a port of its pods', gateway(DEFAULT, 8443), []],
  [
    'another port',
    gateway(DEFAULT, 8004),
    [
      `${PORT} 8004 cannot be reached: the Services that select the pods of "istio=ingressgateway" have ports 15021, 80, 8080, 443, 8443 and others; add the port to a Service`,
    ],
  ],
  [
    'no pods',
    gateway('{ b: x, a: z }', 80),
    [
      'Error IST0101 Gateway default/web: spec.selector "a=z,b=x" does not select any pod: Pod "istio-system/istio-ingressgateway" has "app=istio-ingressgateway,istio=ingressgateway"; write the labels of the gateway\'s pods, or deploy a gateway that has these labels; if the gateway exists outside these manifests, name its file with --context',
    ],
  ],
  ['no selector', gateway('{}', 80), []],
  [
    'pods of a Deployment with a Service',
    gateway(OWN, 80) + pods('edge', OWN) + service('edge', OWN, '[{ port: 80, targetPort: http }]'),
    [],
  ],
  [
    'a target port that is a text',
    gateway(OWN, 8080) + pods('edge', OWN) + service('edge', OWN, '[{ port: 80, targetPort: "8080" }]'),
    [],
  ],
  [
    'a port of UDP',
    gateway(OWN, 80) + pods('edge', OWN) + service('edge', OWN, '[{ port: 80, protocol: UDP }]'),
    [`${PORT} 80 cannot be reached: no Service selects the pods of "app=own"; add a Service`],
  ],
  [
    'a Service of another namespace',
    gateway(OWN, 80) + pods('edge', OWN) + service('default', OWN, '[{ port: 80 }]'),
    [`${PORT} 80 cannot be reached: no Service selects the pods of "app=own"; add a Service`],
  ],
])('%s', (_, yaml, expected) => {
  expect(messagesOfValid(['IST0101', 'IST0162'], yaml)).toEqual(expected);
});
