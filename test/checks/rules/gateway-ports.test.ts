import { messagesWith, object } from '../support';

const gateway = (selector: string, port: string) =>
  object('Gateway', 'default/web', `{ selector: ${selector}, servers: [{ port: ${port}, hosts: ["*"] }] }`);
const pods = (namespace: string, labels: string) =>
  object('Deployment', `${namespace}/edge`, `{ template: { metadata: { labels: ${labels} } } }`);
const service = (namespace: string, selector: string, ports: string) =>
  object('Service', `${namespace}/edge`, `{ selector: ${selector}, ports: ${ports} }`);

const DEFAULT = '{ istio: ingressgateway }';
const OWN = '{ app: own }';
const PORT = 'IST0162 Gateway default/web: spec.servers[0].port.number';

test.each([
  ['a port of the default gateway', gateway(DEFAULT, '{ number: 443 }'), []],
  ['a port of its pods', gateway(DEFAULT, '{ number: 8443 }'), []],
  [
    'another port',
    gateway(DEFAULT, '{ number: 8004 }'),
    [
      `${PORT} 8004 is no port of the Services that select the pods of "istio=ingressgateway"; they have 15021, 80, 8080, 443, 8443 and others`,
    ],
  ],
  ['a server without a port', gateway(DEFAULT, '{}'), []],
  [
    'no pods',
    gateway('{ b: x, a: y }', '{ number: 80 }'),
    [
      'IST0101 Gateway default/web: spec.selector "a=y,b=x" selects no pod; give the labels of the gateway\'s pods, or deploy a gateway that has these',
    ],
  ],
  ['no selector', gateway('{}', '{ number: 80 }'), []],
  [
    'pods of a Deployment with a Service',
    gateway(OWN, '{ number: 80 }') +
      pods('edge', OWN) +
      service('edge', OWN, '[{ port: 80, targetPort: http }]'),
    [],
  ],
  [
    'a target port that is a text',
    gateway(OWN, '{ number: 8080 }') +
      pods('edge', OWN) +
      service('edge', OWN, '[{ port: 80, targetPort: "8080" }]'),
    [],
  ],
  [
    'a port of UDP',
    gateway(OWN, '{ number: 80 }') +
      pods('edge', OWN) +
      service('edge', OWN, '[{ port: 80, protocol: UDP }]'),
    [`${PORT} 80 cannot be reached: no Service selects the pods of "app=own"; add one`],
  ],
  [
    'a Service of another namespace',
    gateway(OWN, '{ number: 80 }') + pods('edge', OWN) + service('default', OWN, '[{ port: 80 }]'),
    [`${PORT} 80 cannot be reached: no Service selects the pods of "app=own"; add one`],
  ],
])('%s', (_, yaml, expected) => {
  expect(messagesWith(['IST0101', 'IST0162'], yaml)).toEqual(expected);
});
