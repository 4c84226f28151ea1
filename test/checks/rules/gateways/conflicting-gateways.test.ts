import { object } from '../../../scene';
import { messagesOfValid, messagesWith } from '../../support';

const DEFAULT = '{ istio: ingressgateway }';
const gateway = (name: string, hosts: string, { port = 80, bind = '', selector = DEFAULT } = {}) =>
  object(
    'Gateway',
    name,
    `{ selector: ${selector}, servers: [{ port: { number: ${port}, name: web, protocol: HTTP }, bind: "${bind}", hosts: ${hosts} }] }`,
  );
const pod = (labels: string) => object('Pod', 'default/edge', '{}', { labels });

const conflict = (name: string, host: number, text: string) =>
  `Error IST0145 Gateway ${name}: spec.servers[0].hosts[${host}] ${text} on the same pods; keep the host in one of them`;
const a = gateway('default/a', '[x.example.com, y.example.com]');

test.each([
  [
    'one host',
    a + gateway('other/b', '[y.example.com]'),
    [
      conflict('default/a', 1, '"y.example.com" on port 80 is also served by Gateway "other/b"'),
      conflict('other/b', 0, '"y.example.com" on port 80 is also served by Gateway "default/a"'),
    ],
  ],
  ['other hosts', a + gateway('default/b', '[z.example.com]'), []],
  ['a wildcard', a + gateway('default/b', '["*.example.com"]'), []],
  ['another port', a + gateway('default/b', '[x.example.com]', { port: 443 }), []],
  ['another address', a + gateway('default/b', '[x.example.com]', { bind: '10.0.0.1' }), []],
  ['another selector', a + gateway('default/b', '[x.example.com]', { selector: '{ istio: egress }' }), []],
  [
    'a narrower selector without pods',
    a + gateway('default/b', '[x.example.com]', { selector: '{ istio: ingressgateway, team: a }' }),
    [],
  ],
  [
    'a narrower selector with pods',
    a +
      gateway('default/b', '[x.example.com]', { selector: '{ istio: ingressgateway, team: a }' }) +
      pod('{ istio: ingressgateway, team: a }'),
    [
      conflict('default/a', 0, '"x.example.com" on port 80 is also served by Gateway "default/b"'),
      conflict('default/b', 0, '"x.example.com" on port 80 is also served by Gateway "default/a"'),
    ],
  ],
  [
    'no selector, which is every pod',
    a + gateway('default/b', '[x.example.com]', { selector: '{}' }),
    [
      conflict('default/a', 0, '"x.example.com" on port 80 is also served by Gateway "default/b"'),
      conflict('default/b', 0, '"x.example.com" on port 80 is also served by Gateway "default/a"'),
    ],
  ],
])('%s', (_, yaml, expected) => expect(messagesOfValid(['IST0145'], yaml)).toEqual(expected));

test('names the first few of many', () => {
  const many = Array.from({ length: 9 }, (_, i) => gateway(`default/g${i}`, '["*"]')).join('');
  const [first] = messagesOfValid(['IST0145'], many);
  expect(first).toBe(
    conflict(
      'default/g0',
      0,
      '"*" on port 80 is also served by Gateway "default/g1", "default/g2", "default/g3", "default/g4", "default/g5" and others',
    ),
  );
});

test.each([
  [
    'no servers',
    object('Gateway', 'default/a', `{ selector: ${DEFAULT} }`),
    [
      'Error IST0101 Gateway default/a: spec.selector "istio=ingressgateway" selects pods for which no Gateway has a server; add a server',
    ],
  ],
  [
    'no servers and no pods',
    object('Gateway', 'default/a', '{ selector: { app: nothing } }'),
    [
      'Error IST0101 Gateway default/a: spec.selector "app=nothing" does not select any pod: Pod "istio-system/istio-ingressgateway" has "app=istio-ingressgateway,istio=ingressgateway"; write the labels of the gateway\'s pods, or deploy a gateway that has these labels; if the gateway exists outside these manifests, name its file with --context',
    ],
  ],
  ['servers of another', object('Gateway', 'default/b', `{ selector: ${DEFAULT} }`) + a, []],
  ['no selector', object('Gateway', 'default/a', '{}'), []],
])('%s', (_, yaml, expected) => expect(messagesWith(['IST0101'], yaml)).toEqual(expected));
