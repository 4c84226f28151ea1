import { ApiObject } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  DestinationRule,
  Location,
  PortProtocol,
  Resolution,
  ServiceEntry,
  type ServiceEntryDestinationOptions,
  type ServiceEntryPort,
  type ServiceEntryProps,
  TargetReference,
  Telemetry,
  VirtualService,
} from '../../lib';
import { mistakesOf, newChart, specOf } from '../support';

const https: ServiceEntryPort = { number: 443, protocol: PortProtocol.TLS };

const newEntry = (props: Partial<ServiceEntryProps> = {}) =>
  new ServiceEntry(newChart(), 'api', {
    hosts: ['api.example.com'],
    resolution: Resolution.DNS,
    ports: [https],
    ...props,
  });

function mistakesIn(props: Partial<ServiceEntryProps>): string[] {
  return mistakesOf(newEntry(props)).map((line) =>
    line.replace('[test/api] ServiceEntry "test-api": spec.', ''),
  );
}

test('an API on the internet', () => {
  const entry = newEntry({ exportTo: ['.', 'web'], subjectAltNames: ['*.example.com'] });

  expect(ApiObject.of(entry).toJson()).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: { name: 'test-api', namespace: 'default' },
    spec: {
      exportTo: ['.', 'web'],
      hosts: ['api.example.com'],
      ports: [{ name: 'tls-443', number: 443, protocol: 'TLS' }],
      resolution: 'DNS',
      subjectAltNames: ['*.example.com'],
    },
  });
  expect(mistakesOf(entry)).toEqual([]);
});

test('machines inside the mesh, with all that can be said of them', () => {
  const entry = newEntry({
    hosts: ['db.internal'],
    addresses: ['10.1.0.1', '10.2.0.0/16'],
    location: Location.MESH_INTERNAL,
    resolution: Resolution.STATIC,
    ports: [{ number: 5432, protocol: PortProtocol.TCP, name: 'sql', targetPort: 15432 }],
    endpoints: [
      {
        address: '10.0.0.1',
        ports: { sql: 25432 },
        labels: { version: 'v1' },
        network: 'vms',
        locality: 'us-west',
        weight: 2,
        serviceAccount: 'db',
      },
    ],
  });

  expect(specOf(entry)).toEqual({
    hosts: ['db.internal'],
    addresses: ['10.1.0.1', '10.2.0.0/16'],
    location: 'MESH_INTERNAL',
    resolution: 'STATIC',
    ports: [{ number: 5432, protocol: 'TCP', name: 'sql', targetPort: 15432 }],
    endpoints: [
      {
        address: '10.0.0.1',
        ports: { sql: 25432 },
        labels: { version: 'v1' },
        network: 'vms',
        locality: 'us-west',
        weight: 2,
        serviceAccount: 'db',
      },
    ],
  });
  expect(mistakesOf(entry)).toEqual([]);
});

test('selects workloads, by labels or by construct', () => {
  const deployment = new Deployment(newChart(), 'db', { containers: [{ image: 'x' }] });
  const specWith = (endpoints: ServiceEntryProps['endpoints']) =>
    specOf(newEntry({ resolution: Resolution.STATIC, endpoints }));

  expect(specWith({ app: 'db' })).toMatchObject({ workloadSelector: { labels: { app: 'db' } } });
  expect(specWith(deployment)).toMatchObject({ workloadSelector: { labels: deployment.matchLabels } });
  expect(specWith({ app: 'db' })).not.toHaveProperty('endpoints');
});

test('selects workloads of its own namespace only, even in the root namespace', () => {
  const deployment = new Deployment(newChart(), 'db', { containers: [{ image: 'x' }] });
  const entry = new ServiceEntry(newChart('istio-system'), 'api', {
    hosts: ['db.internal'],
    resolution: Resolution.STATIC,
    endpoints: deployment,
  });

  expect(mistakesOf(entry)).toEqual([
    '[test/api] ServiceEntry "test-api": spec.workloadSelector.labels selects the pods of Deployment "test-db" in ' +
      'namespace "default", but can only select pods in its own, "istio-system"; put it into a chart of that namespace [IST9043]',
  ]);
});

test('names each port, without taking a name that was given', () => {
  const entry = newEntry({ ports: [https, { number: 80 }, { number: 8443, name: 'port-80' }] });

  expect(specOf(entry)).toMatchObject({
    ports: [
      { number: 443, name: 'tls-443', protocol: 'TLS' },
      { number: 80, name: 'port-80-2' },
      { number: 8443, name: 'port-80' },
    ],
  });
});

test('has what is added after construction, behind the rest', () => {
  const entry = newEntry({ resolution: Resolution.STATIC, endpoints: [{ address: '10.0.0.1' }] });
  entry.addPort({ number: 80, protocol: PortProtocol.HTTP });
  entry.addEndpoint({ address: '10.0.0.2' });

  expect(specOf(entry)).toMatchObject({
    ports: [{ number: 443 }, { number: 80 }],
    endpoints: [{ address: '10.0.0.1' }, { address: '10.0.0.2' }],
  });
});

describe('as a destination', () => {
  const routeTo = (entry: ServiceEntry, options?: ServiceEntryDestinationOptions) =>
    new VirtualService(newChart('web'), 'routes', {
      hosts: ['shop'],
      http: [{ to: entry.destination(options) }],
    });
  const destinationOf = (...args: Parameters<typeof routeTo>) =>
    (specOf(routeTo(...args)) as { http: { route: { destination: unknown }[] }[] }).http[0]?.route[0]
      ?.destination;
  const mistakesWith = (...args: Parameters<typeof routeTo>) =>
    mistakesOf(routeTo(...args)).map((line) =>
      line.replace('[test/routes] VirtualService "test-routes": spec.http[0].route[0].', ''),
    );

  test('its only host and port', () => {
    expect(destinationOf(newEntry())).toEqual({ host: 'api.example.com', port: { number: 443 } });
    expect(mistakesWith(newEntry())).toEqual([]);
  });

  test('a host and a port of several', () => {
    const entry = newEntry({
      hosts: ['a.example.com', 'b.example.com'],
      ports: [https, { number: 80, protocol: PortProtocol.HTTP }],
    });
    const host = 'b.example.com';

    expect(destinationOf(entry, { host, port: 80, subset: 'v1' })).toEqual({
      host,
      port: { number: 80 },
      subset: 'v1',
    });
    expect(destinationOf(entry, { host, port: 'tls-443' })).toEqual({ host, port: { number: 443 } });
    expect(mistakesWith(entry)).toEqual([
      'destination.host ServiceEntry "test-api" has several hosts; name one of: a.example.com, b.example.com [IST9043]',
      'destination.port ServiceEntry "test-api" has several ports; name one of: 443 (tls-443), 80 (http-80) [IST9043]',
    ]);
  });

  test('a port that is added later', () => {
    const entry = newEntry({ ports: [] });
    const routes = routeTo(entry);
    entry.addPort(https);

    expect(mistakesOf(routes)).toEqual([]);
  });

  test('a wildcard, exactly as it is declared', () => {
    const entry = newEntry({ hosts: ['*.example.com'], resolution: Resolution.DYNAMIC_DNS });

    expect(destinationOf(entry)).toMatchObject({ host: '*.example.com' });
    expect(mistakesWith(entry)).toEqual([]);
    expect(mistakesWith(entry, { host: 'a.example.com' })).toEqual([
      'destination.host ServiceEntry "test-api" has no host "a.example.com"; its hosts are: *.example.com [IST0101]',
    ]);
  });

  test('nothing that it does not have', () => {
    expect(mistakesWith(newEntry(), { port: 80 })).toEqual([
      'destination.port ServiceEntry "test-api" has no port 80; its ports are: 443 (tls-443) [IST0101]',
    ]);
    expect(mistakesWith(newEntry({ ports: [] }))).toEqual([
      'destination.port ServiceEntry "test-api" has no port; its ports are: none [IST0101]',
    ]);
    expect(mistakesWith(newEntry({ hosts: ['db'] }))).toEqual([
      'destination.host "db" of ServiceEntry "test-api" has no dot, so it would stand for a Service of that name; ' +
        'give the entry a host with a dot [IST9043]',
    ]);
  });

  test('of a DestinationRule', () => {
    const entry = newEntry();
    const chart = newChart();
    const rule = new DestinationRule(chart, 'rule', {
      host: entry,
      subsets: { v1: { labels: { version: 'v1' } } },
    });
    const routes = new VirtualService(chart, 'routes', {
      hosts: ['shop'],
      http: [{ to: rule.subset('v1') }],
    });

    expect(specOf(rule)).toMatchObject({ host: 'api.example.com' });
    expect(specOf(routes)).toMatchObject({
      http: [
        {
          route: [{ destination: { host: 'api.example.com', port: { number: 443 }, subset: 'v1' } }],
        },
      ],
    });
    expect(mistakesOf(rule)).toEqual([]);
    const several = new DestinationRule(newChart(), 'rule', { host: newEntry({ hosts: ['a.b', 'c.d'] }) });
    expect(mistakesOf(several)).toEqual([
      '[test/rule] DestinationRule "test-rule": spec.host ServiceEntry "test-api" has several hosts; name one of: a.b, c.d [IST9043]',
    ]);
  });

  test('of a policy', () => {
    const targetRefs = [TargetReference.serviceEntry(newEntry())];
    const accessLogging = [{}];
    const telemetry = new Telemetry(newChart(), 'logs', { targetRefs, accessLogging });
    const elsewhere = new Telemetry(newChart('web'), 'logs', { targetRefs, accessLogging });

    expect(specOf(telemetry)).toMatchObject({
      targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'test-api' }],
    });
    expect(mistakesOf(telemetry)).toEqual([]);
    expect(mistakesOf(elsewhere)).toEqual([
      '[test/logs] Telemetry "test-logs": spec.targetRefs[0] refers to ServiceEntry "test-api" in namespace "default", ' +
        'but can only refer to its own namespace; put it into a chart of that namespace [IST9043]',
    ]);
  });

  test('knows its hosts', () => {
    expect(newEntry().hosts).toEqual(['api.example.com']);
  });
});

describe('hosts, addresses and exportTo', () => {
  test.each<[string, Partial<ServiceEntryProps>, string[]]>([
    ['no host', { hosts: [] }, ['hosts is empty; add the hosts that clients call [IST0106]']],
    [
      'every host',
      { hosts: ['*'] },
      ['hosts[0] "*" means every host; name hosts, or write "*." followed by a domain [IST0106]'],
    ],
    [
      'what is no host name',
      { hosts: ['api_1.example.com'] },
      [
        'hosts[0] "api_1.example.com" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*" [IST0106]',
      ],
    ],
    ['a host twice', { hosts: ['a.b', 'a.b'] }, ['hosts[1] "a.b" appears twice; remove one [IST9017]']],
    [
      'a wildcard to look up',
      { hosts: ['*.example.com'] },
      ['hosts[0] "*.example.com" cannot be resolved; use DYNAMIC_DNS or NONE, or add endpoints [IST0106]'],
    ],
    [
      'a wildcard behind a name',
      { hosts: ['*.example.com'], endpoints: [{ address: 'proxy.example.com' }] },
      [],
    ],
    ['a wildcard that is not looked up', { hosts: ['*.example.com'], resolution: Resolution.NONE }, []],
    [
      'one host to look up by request',
      { resolution: Resolution.DYNAMIC_DNS },
      ['hosts[0] "api.example.com" is one host, and DYNAMIC_DNS is for wildcards; use DNS [IST0106]'],
    ],
    [
      'what is no address',
      { addresses: ['10.0.0'] },
      ['addresses[0] "10.0.0" is neither an IP address nor a CIDR block such as "10.0.0.0/8" [IST0106]'],
    ],
    [
      'a block of addresses of a name',
      { addresses: ['10.0.0.0/8'] },
      [
        'addresses[0] "10.0.0.0/8" is a block of addresses, which cannot be used with DNS; use NONE or STATIC [IST0106]',
      ],
    ],
    ['a block of addresses', { addresses: ['10.0.0.0/8'], resolution: undefined }, []],
    ['an address of a name', { addresses: ['10.0.0.1'] }, []],
    [
      'an address of many names',
      { hosts: ['*.a.b'], addresses: ['10.0.0.1'], resolution: Resolution.DYNAMIC_DNS },
      ['addresses[0] "10.0.0.1" is not used with DYNAMIC_DNS; remove it [IST0106]'],
    ],
    ['exportTo nobody', { exportTo: ['~'] }, []],
    [
      'exportTo nobody and somebody',
      { exportTo: ['~', 'a'] },
      [
        'exportTo[0] "~" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends [IST0106]',
      ],
    ],
    [
      'exportTo all and one',
      { exportTo: ['*', 'a'] },
      ['exportTo[0] "*" exports to every namespace; remove it, or all other entries [IST0106]'],
    ],
  ])('%s', (_, props, mistakes) => {
    expect(mistakesIn(props)).toEqual(mistakes);
  });
});

describe('ports', () => {
  test.each<[string, Partial<ServiceEntryProps>, string[]]>([
    ['none', { ports: [] }, []],
    [
      'out of range',
      { ports: [{ number: 0, targetPort: 65536 }] },
      [
        'ports[0].number 0 is not a port; use a whole number from 1 to 65535 [IST0106]',
        'ports[0].targetPort 65536 is not a port; use a whole number from 1 to 65535 [IST0106]',
      ],
    ],
    [
      'of one number',
      { ports: [https, { ...https, protocol: PortProtocol.HTTP }] },
      ['ports[1].number 443 is also the number of spec.ports[0]; remove one of them [IST0106]'],
    ],
    [
      'of one name',
      {
        ports: [
          { ...https, name: 'x' },
          { number: 80, name: 'x' },
        ],
      },
      ['ports[1].name "x" is also the name of spec.ports[0]; give each port its own name [IST0106]'],
    ],
    [
      'of an odd name',
      { ports: [{ ...https, name: 'a_b' }] },
      [
        'ports[0].name "a_b" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends [IST0106]',
      ],
    ],
    [
      'of an odd protocol',
      { ports: [{ number: 80, protocol: 'HTPP' as PortProtocol }] },
      [
        'ports[0].protocol "HTPP" is unknown; use one of HTTP, HTTP2, HTTP_PROXY, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS, MYSQL [IST0106]',
      ],
    ],
    ['of a protocol in lower case', { ports: [{ number: 80, protocol: 'udp' as PortProtocol }] }, []],
    [
      'that do not tell hosts apart',
      { hosts: ['a.b', 'c.d'], ports: [{ number: 80, protocol: PortProtocol.TCP }, { number: 81 }] },
      [
        'ports[0].protocol TCP does not tell which of spec.hosts is meant; write a ServiceEntry for each host [IST0106]',
        'ports[1].protocol is missing, so nothing tells which of spec.hosts is meant; write a ServiceEntry for each host [IST0106]',
      ],
    ],
    [
      'of hosts that need not be told apart',
      {
        hosts: ['a.b', 'c.d'],
        ports: [{ number: 80, protocol: PortProtocol.TCP }],
        resolution: Resolution.NONE,
      },
      [
        'ports[0].protocol TCP is recognized by its address only, and the entry has no addresses; add addresses [IST0133]',
      ],
    ],
    [
      'that tell hosts apart',
      { hosts: ['a.b', 'c.d'], ports: [https, { number: 80, protocol: PortProtocol.GRPC_WEB }] },
      [],
    ],
    [
      'that name no host to look up',
      {
        hosts: ['*.a.b'],
        ports: [{ number: 80 }, { number: 81, protocol: PortProtocol.TCP }],
        resolution: Resolution.DYNAMIC_DNS,
      },
      [
        'ports[0].protocol is missing, and DYNAMIC_DNS needs a protocol that carries a host; use one of HTTP, HTTP2, GRPC, TLS [IST0106]',
        'ports[1].protocol "TCP" carries no host that DYNAMIC_DNS can resolve; use one of HTTP, HTTP2, GRPC, TLS [IST0106]',
      ],
    ],
  ])('%s', (_, props, mistakes) => {
    expect(mistakesIn(props)).toEqual(mistakes);
  });
});

describe('endpoints', () => {
  const { STATIC, DNS, DNS_ROUND_ROBIN, NONE, DYNAMIC_DNS } = Resolution;
  const address = '10.0.0.1';

  test.each<[string, Partial<ServiceEntryProps>, string[]]>([
    [
      'none with STATIC',
      { resolution: STATIC },
      [
        'endpoints is missing, so there is nothing to connect to; add endpoints, or select workloads [IST9016]',
      ],
    ],
    [
      'with NONE',
      { resolution: NONE, endpoints: [{ address }] },
      ['endpoints is not used with resolution NONE; use STATIC for IP addresses, DNS for names [IST0106]'],
    ],
    [
      'without resolution',
      { resolution: undefined, endpoints: [{ address }] },
      ['endpoints is not used with resolution NONE; use STATIC for IP addresses, DNS for names [IST0106]'],
    ],
    [
      'with DYNAMIC_DNS',
      { hosts: ['*.a.b'], resolution: DYNAMIC_DNS, endpoints: [{ address }] },
      [
        'endpoints is not used with resolution DYNAMIC_DNS; use STATIC for IP addresses, DNS for names [IST0106]',
      ],
    ],
    [
      'a name with STATIC',
      { resolution: STATIC, endpoints: [{ address: 'a.b' }] },
      ['endpoints[0].address "a.b" is not an IP address, which STATIC needs; use DNS for names [IST0106]'],
    ],
    ['a name and an address with DNS', { endpoints: [{ address: 'a.b' }, { address }] }, []],
    [
      'two with DNS_ROUND_ROBIN',
      { resolution: DNS_ROUND_ROBIN, endpoints: [{ address: 'a.b' }, { address: 'c.d' }] },
      ['endpoints has 2 entries, and DNS_ROUND_ROBIN allows one; use DNS [IST0106]'],
    ],
    ['one with DNS_ROUND_ROBIN', { resolution: DNS_ROUND_ROBIN, endpoints: [{ address: 'a.b' }] }, []],
    [
      'a socket with DNS',
      { resolution: DNS, endpoints: [{ address: 'unix:///x' }] },
      [
        'endpoints[0].address "unix:///x" is neither an IP address nor a name, one of which DNS needs; use STATIC [IST0106]',
      ],
    ],
    ['a socket with STATIC', { resolution: STATIC, endpoints: [{ address: 'unix:///x' }] }, []],
    [
      'a socket for two ports',
      {
        resolution: STATIC,
        ports: [https, { number: 80 }],
        endpoints: [{ address: 'unix:///x' }],
      },
      [
        'endpoints[0].address "unix:///x" is a Unix domain socket, so the entry must have exactly one port and not 2 [IST0106]',
      ],
    ],
    [
      'a port that the entry does not have',
      { resolution: STATIC, endpoints: [{ address, ports: { http: 80 } }] },
      [
        'endpoints[0].ports has "http", which is not the name of a port of the entry; use one of: tls-443 [IST0106]',
      ],
    ],
    [
      'no address',
      { resolution: STATIC, endpoints: [{}] },
      ['endpoints[0].address is missing; write an IP address or a host name, or set network [IST0106]'],
    ],
    [
      'an address of another network',
      { resolution: STATIC, endpoints: [{ network: 'vms' }] },
      [
        'endpoints[0].address is missing, so requests go through the gateway of network "vms"; write the address if that is not intended [IST0133]',
      ],
    ],
    [
      'a selector where no addresses are looked for',
      { resolution: Resolution.NONE, endpoints: { app: 'db' } },
      ['workloadSelector is ignored with resolution NONE; use STATIC [IST0133]'],
    ],
    [
      'no labels to select by',
      { resolution: STATIC, endpoints: {} },
      [
        'workloadSelector.labels is empty and therefore selects every pod; add labels, or remove the selector [IST0133]',
      ],
    ],
    [
      'a pattern to select by',
      { resolution: STATIC, endpoints: { app: 'db-*' } },
      [
        'workloadSelector.labels.app "db-*" selects no pod, because labels are compared literally; write the label without "*" [IST0106]',
      ],
    ],
  ])('%s', (_, props, mistakes) => {
    expect(mistakesIn(props)).toEqual(mistakes);
  });

  test('beside a selector', () => {
    const entry = newEntry({ resolution: STATIC, endpoints: { app: 'db' } });
    entry.addEndpoint({ address });

    expect(mistakesOf(entry)).toEqual([
      '[test/api] ServiceEntry "test-api": spec.endpoints cannot be used with spec.workloadSelector; keep one of them [IST0106]',
    ]);
  });
});
