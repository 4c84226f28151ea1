import { type GatewayServer, serversOf } from '../../lib/istiod/gateways/gateway-servers';
import { mergeServers } from '../../lib/istiod/gateways/merge-servers';

/** Servers of one Gateway on port 80, each as `PROTOCOL host`, followed by `tls` and `bind=ADDRESS` where it has them. */
function servers(...words: readonly string[]): GatewayServer[] {
  const written = words.map((text, i) => {
    const [protocol, host, ...rest] = text.split(' ');
    const bind = rest.find((one) => one.startsWith('bind='))?.slice('bind='.length);
    return {
      port: { number: 80, name: `server-${i}`, protocol },
      hosts: [host],
      ...(rest.includes('tls') ? { tls: { mode: 'SIMPLE', credentialName: 'cert' } } : {}),
      ...(rest.includes('redirect') ? { tls: { httpsRedirect: true } } : {}),
      ...(bind === undefined ? {} : { bind }),
    };
  });
  return serversOf({ kind: 'Gateway', namespace: 'default', name: 'gw' }, { servers: written });
}

/** The places of the servers of each group, and of those that are dropped. */
function merged(...words: readonly string[]): { groups: number[][]; dropped: number[] } {
  const port = mergeServers(servers(...words), (number) => number + 8000).get(8080);
  return {
    groups: (port?.groups ?? []).map((group) => group.servers.map(({ ref }) => ref.index)),
    dropped: (port?.dropped ?? []).map(({ server }) => server.ref.index),
  };
}

describe('of the servers of one port (A6)', () => {
  test.each([
    ['HTTP servers share routes', ['HTTP a', 'HTTP2 b', 'GRPC b'], [[0, 1, 2]], []],
    ['TCP gives way to HTTP', ['HTTP a', 'TCP a', 'HTTP b'], [[0, 2]], [1]],
    ['HTTP gives way to TCP, and TCP does', ['TCP a', 'HTTP a', 'TCP b'], [[0]], [1, 2]],
    ['TLS gives way to plain text', ['HTTP a', 'HTTPS b tls', 'TLS c tls'], [[0]], [1, 2]],
    [
      'TLS servers of different hosts are kept',
      ['HTTPS a tls', 'HTTPS b tls', 'TLS c tls'],
      [[0, 1], [2]],
      [],
    ],
    ['plain text behind TLS is kept', ['HTTPS a tls', 'HTTPS b tls', 'HTTP *'], [[0, 1], [2]], []],
    [
      'TLS behind plain text behind TLS is dropped',
      ['HTTPS a tls', 'HTTP *', 'HTTPS b tls'],
      [[0], [1]],
      [2],
    ],
    ['plain text behind it joins it', ['HTTPS a tls', 'HTTP *', 'HTTP2 b', 'TCP c'], [[0], [1, 2]], [3]],
  ])('%s', (_, words, groups, dropped) => expect(merged(...words)).toEqual({ groups, dropped }));
});

describe('a host that several servers have (A6)', () => {
  test.each([
    ['counts once with TLS', ['HTTPS a tls', 'TLS a tls'], [[0]], [1]],
    ['counts twice without', ['HTTP a', 'HTTP a'], [[0, 1]], []],
    ['counts once where both redirect', ['HTTP a redirect', 'HTTP a redirect', 'HTTP a'], [[0, 2]], [1]],
    [
      'is compared as istiod reads it',
      ['HTTPS ./a tls', 'HTTPS default/a tls', 'HTTPS x/a tls'],
      [[0, 2]],
      [1],
    ],
    ['is not covered by a wildcard', ['HTTPS *.a tls', 'HTTPS b.a tls'], [[0, 1]], []],
    ['counts even of a server that is dropped', ['HTTP z', 'HTTPS a tls', 'HTTP a redirect'], [[0]], [1, 2]],
  ])('%s', (_, words, groups, dropped) => expect(merged(...words)).toEqual({ groups, dropped }));

  test('is told with the older server', () => {
    const [first, second] = servers('HTTPS ./a tls', 'HTTPS default/a tls');
    expect(mergeServers([first, second] as GatewayServer[], (port) => port).get(80)?.dropped).toEqual([
      {
        server: second,
        is: 'repeated hosts',
        hosts: [{ host: second?.hosts[0], other: first }],
      },
    ]);
  });
});

describe('of servers with different addresses (A6, W1)', () => {
  test.each([
    [
      'none excludes another',
      ['HTTP a', 'TCP a bind=1.1.1.1', 'HTTPS a tls bind=2.2.2.2'],
      [[0], [1], [2]],
      [],
    ],
    [
      'the address of the latest plain text is the one that excludes',
      ['HTTP a', 'HTTP a bind=1.1.1.1', 'TCP a bind=1.1.1.1', 'HTTPS a tls'],
      [[0], [1], [3]],
      [2],
    ],
    [
      'the same word and address are one group, though another came between them',
      ['HTTP a', 'HTTP a bind=1.1.1.1', 'HTTP b'],
      [[0, 2], [1]],
      [],
    ],
    [
      'another word of HTTP is a group of its own then',
      ['HTTP a', 'HTTP a bind=1.1.1.1', 'HTTP2 b'],
      [[0], [1], [2]],
      [],
    ],
    [
      'and is not where nothing came between',
      ['HTTP a bind=1.1.1.1', 'HTTP a', 'HTTP2 b'],
      [[0], [1, 2]],
      [],
    ],
  ])('%s', (_, words, groups, dropped) => expect(merged(...words)).toEqual({ groups, dropped }));
});

test('two ports of one Gateway with the same name have one route table, which the first one keeps (A6)', () => {
  const [first, second] = servers('HTTPS a tls', 'HTTPS b tls') as [GatewayServer, GatewayServer];
  const twin = { ...second, portName: first.portName };
  expect(mergeServers([first, twin], (port) => port).get(80)?.dropped).toEqual([
    { server: twin, is: 'repeated route table', other: first },
  ]);
});

test('servers meet on the port that the Gateway listens on (A2)', () => {
  const [first, second] = servers('HTTP a', 'TCP b') as [GatewayServer, GatewayServer];
  const onAnotherPort = { ...second, port: 8080 };
  expect([...mergeServers([first, onAnotherPort], () => 8080).keys()]).toEqual([8080]);
  expect(
    [...mergeServers([first, onAnotherPort], (port) => port).values()].map(({ dropped }) => dropped),
  ).toEqual([[], []]);
});
