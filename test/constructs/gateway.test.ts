import { ApiObject, Chart, JsonPatch, Lazy, Testing } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  CipherSuite,
  Gateway,
  type GatewayProps,
  HttpProtocol,
  Server,
  ServerTls,
  TlsVersion,
  VirtualService,
} from '../../lib';
import { mistakesOf, newChart, newService, specOf } from '../support';

const newGateway = (...servers: Server[]) => new Gateway(newChart(), 'gateway', { servers });

const serverOf = (server: Server) => (specOf(newGateway(server)) as { servers: unknown[] }).servers[0];

test('a gateway for the default profile', () => {
  const gateway = new Gateway(newChart(), 'gateway', { servers: [Server.http({ hosts: ['*'] })] });

  expect(Testing.synth(Chart.of(gateway))).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'test-gateway', namespace: 'default' },
      spec: {
        selector: { istio: 'ingressgateway' },
        servers: [{ hosts: ['*'], port: { name: 'http-80', number: 80, protocol: 'HTTP' } }],
      },
    },
  ]);
  expect(gateway.node.defaultChild).toBe(ApiObject.of(gateway));
});

test('selects other gateway pods', () => {
  const selector = { istio: 'ingress', team: 'a' };
  const gateway = new Gateway(newChart(), 'gateway', { selector, servers: [Server.http({ hosts: ['*'] })] });

  expect(specOf(gateway)).toMatchObject({ selector });
});

test('passes metadata on', () => {
  const metadata = { name: 'edge', labels: { team: 'a' }, annotations: { note: 'x' } };
  const gateway = new Gateway(newChart(), 'gateway', { metadata, servers: [Server.http({ hosts: ['*'] })] });

  expect(ApiObject.of(gateway).toJson().metadata).toEqual({ ...metadata, namespace: 'default' });
});

test('serves what is added after construction, behind the rest', () => {
  const gateway = newGateway(Server.http({ hosts: ['a.example.com'] }));
  gateway.addServer(Server.http({ hosts: ['b.example.com'], port: 8080 }));

  expect(specOf(gateway)).toMatchObject({
    servers: [{ hosts: ['a.example.com'] }, { hosts: ['b.example.com'] }],
  });
});

describe('servers', () => {
  const hosts = ['shop.example.com', 'team-a/*.example.com', './x.example.com', '*/y.example.com'];

  test('HTTP', () => {
    expect(serverOf(Server.http({ hosts, bind: '127.0.0.1', name: 'web', portName: 'plain' }))).toEqual({
      name: 'web',
      bind: '127.0.0.1',
      hosts,
      port: { number: 80, name: 'plain', protocol: 'HTTP' },
    });
  });

  test.each([
    [HttpProtocol.HTTP2, 'http2-8080'],
    [HttpProtocol.GRPC, 'grpc-8080'],
    [HttpProtocol.GRPC_WEB, 'grpc-web-8080'],
  ])('%s', (protocol, name) => {
    expect(serverOf(Server.http({ hosts, port: 8080, protocol }))).toEqual({
      hosts,
      port: { number: 8080, name, protocol },
    });
  });

  test('redirect of HTTP to HTTPS', () => {
    expect(serverOf(Server.httpsRedirect({ hosts }))).toEqual({
      hosts,
      port: { number: 80, name: 'http-80', protocol: 'HTTP' },
      tls: { httpsRedirect: true },
    });
  });

  test('HTTPS', () => {
    const tls = ServerTls.simple({
      credentialName: 'shop-tls',
      minProtocolVersion: TlsVersion.TLSV1_2,
      maxProtocolVersion: TlsVersion.TLSV1_3,
      cipherSuites: [CipherSuite.ECDHE_RSA_AES128_GCM_SHA256],
    });
    expect(serverOf(Server.https({ hosts, tls }))).toEqual({
      hosts,
      port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
      tls: {
        mode: 'SIMPLE',
        credentialName: 'shop-tls',
        minProtocolVersion: 'TLSV1_2',
        maxProtocolVersion: 'TLSV1_3',
        cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'],
      },
    });
  });

  test('HTTPS with an RSA and an ECDSA certificate', () => {
    const tls = ServerTls.simple({ credentialName: ['rsa', 'ecdsa'] });

    expect(serverOf(Server.https({ hosts, tls }))).toMatchObject({
      tls: { mode: 'SIMPLE', credentialNames: ['rsa', 'ecdsa'] },
    });
  });

  test('HTTPS with secrets that are constructs', () => {
    const chart = newChart();
    const tls = ServerTls.mutual({
      credentialName: Secret.fromSecretName(chart, 'tls', 'shop-tls'),
      caCertCredentialName: new Secret(chart, 'ca', { metadata: { name: 'clients' } }),
    });

    expect(serverOf(Server.https({ hosts, tls }))).toMatchObject({
      tls: { mode: 'MUTUAL', credentialName: 'shop-tls', caCertCredentialName: 'clients' },
    });
  });

  test.each([
    ['MUTUAL', ServerTls.mutual],
    ['OPTIONAL_MUTUAL', ServerTls.optionalMutual],
  ])('HTTPS, %s', (mode, factory) => {
    const tls = factory({
      credentialName: 'shop-tls',
      caCertCredentialName: 'shop-ca',
      subjectAltNames: ['client.example.com'],
      verifyCertificateSpki: ['c3BraQ=='],
      verifyCertificateHash: ['00ff'],
    });
    expect(serverOf(Server.https({ hosts, tls }))).toMatchObject({
      tls: {
        mode,
        credentialName: 'shop-tls',
        caCertCredentialName: 'shop-ca',
        subjectAltNames: ['client.example.com'],
        verifyCertificateSpki: ['c3BraQ=='],
        verifyCertificateHash: ['00ff'],
      },
    });
  });

  test('HTTPS for sidecars', () => {
    const tls = ServerTls.istioMutual({ minProtocolVersion: TlsVersion.TLSV1_3 });

    expect(serverOf(Server.https({ hosts, tls }))).toMatchObject({
      tls: { mode: 'ISTIO_MUTUAL', minProtocolVersion: 'TLSV1_3' },
    });
  });

  test('TLS passthrough', () => {
    expect(serverOf(Server.tlsPassthrough({ hosts }))).toEqual({
      hosts,
      port: { number: 443, name: 'tls-443', protocol: 'TLS' },
      tls: { mode: 'PASSTHROUGH' },
    });
  });

  test('TLS passthrough of a port that is called HTTPS', () => {
    expect(serverOf(Server.tlsPassthrough({ hosts, protocol: 'HTTPS' }))).toEqual({
      hosts,
      port: { number: 443, name: 'https-443', protocol: 'HTTPS' },
      tls: { mode: 'PASSTHROUGH' },
    });
  });

  test('TLS passthrough for other networks of the mesh', () => {
    expect(serverOf(Server.tlsAutoPassthrough({ hosts: ['*.local'] }))).toEqual({
      hosts: ['*.local'],
      port: { number: 15443, name: 'tls-15443', protocol: 'TLS' },
      tls: { mode: 'AUTO_PASSTHROUGH' },
    });
  });

  test('TCP inside TLS', () => {
    const tls = ServerTls.simple({ credentialName: 'db-tls' });

    expect(serverOf(Server.tls({ hosts, port: 3306, tls }))).toEqual({
      hosts,
      port: { number: 3306, name: 'tls-3306', protocol: 'TLS' },
      tls: { mode: 'SIMPLE', credentialName: 'db-tls' },
    });
  });

  test('TCP for some hosts', () => {
    expect(serverOf(Server.tcp({ port: 9000, hosts: ['db.example.com'] }))).toMatchObject({
      hosts: ['db.example.com'],
    });
  });

  test('TCP', () => {
    expect(serverOf(Server.tcp({ port: 9000 }))).toEqual({
      hosts: ['*'],
      port: { number: 9000, name: 'tcp-9000', protocol: 'TCP' },
    });
  });
});

test('names each port, without taking a name that was given', () => {
  const gateway = newGateway(
    Server.http({ hosts: ['a.example.com'] }),
    Server.http({ hosts: ['b.example.com'] }),
    Server.http({ hosts: ['c.example.com'], portName: 'http-80-2' }),
  );
  const { servers } = specOf(gateway) as { servers: { port: { name: string } }[] };

  expect(servers.map(({ port }) => port.name)).toEqual(['http-80', 'http-80-3', 'http-80-2']);
  expect(mistakesOf(gateway)).toEqual([]);
});

describe('refuses', () => {
  const tls = ServerTls.simple({ credentialName: 'x' });
  const hosts = ['*'];

  test.each<[string, GatewayProps, string]>([
    ['no servers', {}, 'spec.servers is empty, so nothing listens; add a server [IST0106]'],
    [
      'no hosts',
      { servers: [Server.http({ hosts: [] })] },
      'spec.servers[0].hosts is empty, so the server serves nothing; add hosts, or "*" for all [IST0106]',
    ],
    [
      'a host without a dot',
      { servers: [Server.http({ hosts: ['localhost'] })] },
      'spec.servers[0].hosts[0] "localhost" has no dot in the host; write the full name, or "*" for all hosts [IST0106]',
    ],
    [
      'part of a label behind the wildcard',
      { servers: [Server.http({ hosts: ['*shop.example.com'] })] },
      'spec.servers[0].hosts[0] "*shop.example.com" has "*" as a part of a label; write "*." followed by whole labels [IST0106]',
    ],
    [
      'a host with a path',
      { servers: [Server.http({ hosts: ['team_a/shop.example.com'] })] },
      'spec.servers[0].hosts[0] "team_a/shop.example.com" does not begin with a namespace; write "namespace/host", "./host" or "*/host" [IST0106]',
    ],
    [
      'what is no host name',
      { servers: [Server.http({ hosts: ['shop_1.example.com'] })] },
      'spec.servers[0].hosts[0] "shop_1.example.com" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*" [IST0106]',
    ],
    [
      'a port out of range',
      { servers: [Server.tcp({ port: 65536 })] },
      'spec.servers[0].port.number 65536 is not a port; use a whole number from 1 to 65535 [IST0106]',
    ],
    [
      'an address to bind to that is none',
      { servers: [Server.http({ hosts, bind: 'eth0' })] },
      'spec.servers[0].bind "eth0" is neither an IP address nor "unix://" followed by a path; write one of them [IST0106]',
    ],
    [
      'a port beside a unix socket',
      { servers: [Server.http({ hosts, bind: 'unix:///run/x.sock' })] },
      'spec.servers[0].port.number 80 cannot be used with the Unix domain socket "unix:///run/x.sock"; use 0 [IST0106]',
    ],
    [
      'a port name given twice',
      { servers: [Server.http({ hosts, portName: 'web' }), Server.https({ hosts, tls, portName: 'web' })] },
      'spec.servers[1].port.name "web" is also the name of the port of spec.servers[0]; give each port its own name [IST0106]',
    ],
    [
      'an empty port name',
      { servers: [Server.http({ hosts, portName: '' })] },
      'spec.servers[0].port.name is empty; give the port a name [IST0106]',
    ],
    [
      'an empty credential',
      { servers: [Server.https({ hosts, tls: ServerTls.simple({ credentialName: '' }) })] },
      'spec.servers[0].tls.credentialName is empty; name a Secret of type kubernetes.io/tls [IST0106]',
    ],
    [
      'three credentials',
      { servers: [Server.https({ hosts, tls: ServerTls.simple({ credentialName: ['a', 'b', 'c'] }) })] },
      'spec.servers[0].tls.credentialNames has 3 names, and Istio allows at most two; remove the others [IST0106]',
    ],
    [
      'an empty list of credentials',
      { servers: [Server.https({ hosts, tls: ServerTls.simple({ credentialName: [] }) })] },
      'spec.servers[0].tls has mode SIMPLE and no certificate; set credentialName [IST0106]',
    ],
    [
      'versions the wrong way round',
      {
        servers: [
          Server.https({
            hosts,
            tls: ServerTls.simple({
              credentialName: 'x',
              minProtocolVersion: TlsVersion.TLSV1_3,
              maxProtocolVersion: TlsVersion.TLSV1_2,
            }),
          }),
        ],
      },
      'spec.servers[0].tls.minProtocolVersion TLSV1_3 is above maxProtocolVersion TLSV1_2; lower it, or raise maxProtocolVersion [IST9015]',
    ],
    [
      'a cipher suite given twice',
      {
        servers: [
          Server.https({
            hosts,
            tls: ServerTls.simple({
              credentialName: 'x',
              cipherSuites: [CipherSuite.AES128_SHA, CipherSuite.AES128_SHA],
            }),
          }),
        ],
      },
      'spec.servers[0].tls.cipherSuites[1] "AES128-SHA" appears twice; remove one [IST0133]',
    ],
  ])('%s', (_, props, mistake) => {
    const gateway = new Gateway(newChart(), 'gateway', props);

    expect(mistakesOf(gateway)).toEqual([`[test/gateway] Gateway "test-gateway": ${mistake}`]);
  });

  test.each([
    ['mesh', '"mesh" means all sidecars in a VirtualService; choose another name [IST9015]'],
    [
      'edge.shop',
      '"edge.shop" is not a valid name here; use at most 63 lower-case letters, digits and "-", with a letter or digit at both ends [IST0106]',
    ],
  ])('the name %s', (name, mistake) => {
    const gateway = new Gateway(newChart(), 'gateway', {
      metadata: { name },
      servers: [Server.http({ hosts })],
    });

    expect(mistakesOf(gateway)).toEqual([`[test/gateway] Gateway "${name}": metadata.name ${mistake}`]);
  });

  test('what a JSON patch breaks, and accepts what one mends', () => {
    const broken = newGateway(Server.http({ hosts }));
    ApiObject.of(broken).addJsonPatch(JsonPatch.replace('/spec/servers/0/port/protocol', 'HTPP'));
    const mended = newGateway(Server.http({ hosts, port: 0 }));
    ApiObject.of(mended).addJsonPatch(JsonPatch.replace('/spec/servers/0/port/number', 80));

    expect(mistakesOf(broken)).toEqual([
      expect.stringContaining('spec.servers[0].port.protocol "HTPP" is unknown; use one of HTTP, HTTP2,'),
    ]);
    expect(mistakesOf(mended)).toEqual([]);
  });
});

describe('servers that drop one another', () => {
  const tls = ServerTls.simple({ credentialName: 'x' });
  const [a, b] = [['a.example.com'], ['b.example.com']];

  test.each<[string, Server[], string[]]>([
    [
      'HTTP of several hosts',
      [Server.http({ hosts: a }), Server.http({ hosts: b }), Server.http({ hosts: a })],
      [],
    ],
    [
      'HTTP and gRPC',
      [Server.http({ hosts: a }), Server.http({ hosts: b, protocol: HttpProtocol.GRPC })],
      [],
    ],
    ['HTTPS of several hosts', [Server.https({ hosts: a, tls }), Server.https({ hosts: b, tls })], []],
    [
      'HTTPS and passthrough of another host',
      [Server.https({ hosts: a, tls }), Server.tlsPassthrough({ hosts: b })],
      [],
    ],
    ['TCP on two ports', [Server.tcp({ port: 1 }), Server.tcp({ port: 2 })], []],
    [
      'TCP on two addresses',
      [Server.tcp({ port: 1, bind: '10.0.0.1' }), Server.tcp({ port: 1, bind: '10.0.0.2' })],
      [],
    ],
    [
      'TCP twice',
      [Server.tcp({ port: 1 }), Server.tcp({ port: 1 })],
      [
        'spec.servers[1].port 1 is taken by spec.servers[0] with TCP, so istiod drops this server with TCP; use another port [IST9014]',
      ],
    ],
    [
      'HTTP and TCP',
      [Server.http({ hosts: a }), Server.tcp({ port: 80 })],
      [
        'spec.servers[1].port 80 is taken by spec.servers[0] with HTTP, so istiod drops this server with TCP; use another port [IST9014]',
      ],
    ],
    [
      'HTTPS behind HTTP',
      [Server.http({ hosts: a, port: 443 }), Server.https({ hosts: b, tls })],
      [
        'spec.servers[1].port 443 is taken by spec.servers[0] with HTTP, so istiod drops this server with HTTPS; use another port [IST9014]',
      ],
    ],
    [
      'HTTPS twice for one host',
      [Server.https({ hosts: a, tls }), Server.https({ hosts: [...b, ...a], tls })],
      [
        'spec.servers[1].hosts[1] "a.example.com" is served by spec.servers[0] on the same port, ' +
          'so istiod drops this server as a whole; keep the host in one of them [IST9014]',
      ],
    ],
  ])('%s', (_, servers, mistakes) => {
    expect(mistakesOf(newGateway(...servers))).toEqual(
      mistakes.map((mistake) => `[test/gateway] Gateway "test-gateway": ${mistake}`),
    );
  });
});

describe('what no factory makes', () => {
  const hosts = ['*'];
  const tls = ServerTls.simple({ credentialName: 'x' });

  test.each<[string, Server, JsonPatch, string]>([
    [
      'HTTPS without TLS settings',
      Server.https({ hosts, tls }),
      JsonPatch.remove('/spec/servers/0/tls'),
      'spec.servers[0].tls is missing, and HTTPS needs it; add TLS settings [IST0106]',
    ],
    [
      'TLS settings for TCP',
      Server.https({ hosts, tls }),
      JsonPatch.replace('/spec/servers/0/port/protocol', 'TCP'),
      'spec.servers[0].tls cannot be used with TCP, which is not encrypted; use HTTPS or TLS [IST0106]',
    ],
    [
      'a redirect on HTTPS',
      Server.https({ hosts, tls }),
      JsonPatch.add('/spec/servers/0/tls/httpsRedirect', true),
      'spec.servers[0].tls.httpsRedirect has no effect on a server with protocol HTTPS; remove it [IST0133]',
    ],
    [
      'a certificate that is passed through',
      Server.tlsPassthrough({ hosts }),
      JsonPatch.add('/spec/servers/0/tls/credentialName', 'x'),
      'spec.servers[0].tls.credentialName is not used with mode PASSTHROUGH; remove it, or choose another mode [IST0133]',
    ],
    [
      'an unknown cipher',
      Server.https({ hosts, tls }),
      JsonPatch.add('/spec/servers/0/tls/cipherSuites', ['TLS_AES_128_GCM_SHA256']),
      'spec.servers[0].tls.cipherSuites[0] "TLS_AES_128_GCM_SHA256" is not a cipher suite that Istio accepts; use one of ',
    ],
    [
      'a server without a port',
      Server.http({ hosts }),
      JsonPatch.remove('/spec/servers/0/port'),
      'spec.servers[0].port is missing; give the server a port to listen on [IST0106]',
    ],
  ])('%s', (_, server, patch, mistake) => {
    const gateway = newGateway(server);
    ApiObject.of(gateway).addJsonPatch(patch);

    expect(mistakesOf(gateway)).toEqual([expect.stringContaining(mistake)]);
  });
});

test('values that are known only later', () => {
  const gateway = new Gateway(newChart(), 'gateway', {
    selector: Lazy.any({ produce: () => ({ app: 'edge' }) }),
    servers: [Server.http({ hosts: Lazy.any({ produce: () => ['a.example.com'] }) })],
  });

  expect(specOf(gateway)).toMatchObject({
    selector: { app: 'edge' },
    servers: [{ hosts: ['a.example.com'] }],
  });
  expect(mistakesOf(gateway)).toEqual([]);
});

describe('how a VirtualService names its gateway', () => {
  const gatewaysOf = (gateway: Parameters<typeof bind>[0]) => bind(gateway).gateways;

  function bind(gateway: (chart: Chart) => Gateway | ReturnType<typeof Gateway.fromGatewayName>) {
    const chart = newChart();
    const routes = new VirtualService(chart, 'routes', {
      hosts: ['shop.example.com'],
      gateways: [gateway(chart)],
      http: [{ to: newService(chart, 'shop') }],
    });
    return specOf(routes) as { gateways: string[] };
  }

  test('in its own namespace', () => {
    expect(gatewaysOf((chart) => new Gateway(chart, 'edge'))).toEqual(['test-edge']);
  });

  test('with the hash that cdk8s puts behind names', () => {
    const gateway = new Gateway(new Chart(Testing.app(), 'hashed', { namespace: 'default' }), 'edge');

    expect(gatewaysOf(() => gateway)).toEqual([expect.stringMatching(/^hashed-edge-\w{8}$/)]);
    expect(gatewaysOf(() => gateway)).toEqual([gateway.name]);
  });

  test('in another namespace', () => {
    expect(gatewaysOf(() => new Gateway(newChart('edge'), 'edge'))).toEqual(['edge/test-edge']);
  });

  test('elsewhere in the cluster', () => {
    expect(gatewaysOf((chart) => Gateway.fromGatewayName(chart, 'edge', 'shared'))).toEqual(['shared']);
    expect(
      gatewaysOf((chart) => Gateway.fromGatewayName(chart, 'edge', 'shared', { namespaceName: 'infra' })),
    ).toEqual(['infra/shared']);
  });

  test('for sidecars', () => {
    expect(gatewaysOf(() => Gateway.MESH)).toEqual(['mesh']);
  });

  test('not at all when its namespace is not known', () => {
    const chart = newChart();
    const routes = new VirtualService(chart, 'routes', {
      hosts: ['shop.example.com'],
      gateways: [
        new Gateway(new Chart(Testing.app(), 'nowhere', { disableResourceNameHashes: true }), 'edge'),
      ],
      http: [{ to: newService(chart, 'shop') }],
    });

    expect(mistakesOf(routes)).toEqual([
      '[test/routes] VirtualService "test-routes": spec.gateways[0] refers to Gateway "nowhere-edge", which ' +
        'has no namespace, but this object is in "default"; set the namespace of its chart, or its namespaceName if it is a reference [IST9043]',
    ]);
  });
});
