import { ApiObject, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { Deployment, Namespace } from 'cdk8s-plus-28';
import {
  CaptureMode,
  CipherSuite,
  Destination,
  EgressHosts,
  type EgressListener,
  H2UpgradePolicy,
  IngressEndpoint,
  type IngressListener,
  OutboundTrafficPolicy,
  PortProtocol,
  ServiceReference,
  Sidecar,
  type SidecarProps,
  SidecarTls,
  TlsVersion,
} from '../../lib';
import { mistakesOf, newChart, newService, specOf } from '../support';

const newSidecar = (props: SidecarProps, chart = newChart()) => new Sidecar(chart, 'sidecar', props);
const everything = { hosts: [EgressHosts.anyNamespace()] };

function mistakesIn(props: SidecarProps, chart?: Chart): string[] {
  return mistakesOf(newSidecar(props, chart)).map((line) =>
    line.replace('[test/sidecar] Sidecar "test-sidecar": spec', ''),
  );
}

test('a namespace that knows itself and its tools', () => {
  const sidecar = newSidecar({
    egress: [{ hosts: [EgressHosts.ownNamespace(), EgressHosts.namespace('istio-system')] }],
    outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly(),
  });

  expect(ApiObject.of(sidecar).toJson()).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: 'test-sidecar', namespace: 'default' },
    spec: {
      egress: [{ hosts: ['./*', 'istio-system/*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    },
  });
  expect(mistakesOf(sidecar)).toEqual([]);
});

test('selects pods of its own namespace only, even in the root namespace', () => {
  const workloadSelector = new Deployment(newChart(), 'shop', { containers: [{ image: 'x' }] });

  expect(specOf(newSidecar({ workloadSelector, egress: [everything] }))).toMatchObject({
    workloadSelector: { labels: workloadSelector.matchLabels },
  });
  expect(mistakesIn({ workloadSelector, egress: [everything] }, newChart('istio-system'))).toEqual([
    '.workloadSelector.labels selects the pods of Deployment "test-shop" in namespace "default", but can only select pods in ' +
      'its own, "istio-system"; put it into a chart of that namespace [IST9043]',
  ]);
});

test('listens on what is added after construction; the listener for all ports stays last', () => {
  const sidecar = newSidecar({ egress: [{ hosts: [EgressHosts.ownNamespace()] }] });
  sidecar.addEgressListener({ ...everything, port: { number: 3306, protocol: PortProtocol.MYSQL } });
  sidecar.addEgressListener({ ...everything, port: { number: 80 } });
  sidecar.addIngressListener({ port: { number: 8080 } });

  expect(specOf(sidecar)).toEqual({
    egress: [
      { hosts: ['*/*'], port: { number: 3306, protocol: 'MYSQL' } },
      { hosts: ['*/*'], port: { number: 80 } },
      { hosts: ['./*'] },
    ],
    ingress: [{ port: { number: 8080 } }],
  });
  expect(mistakesOf(sidecar)).toEqual([]);
});

describe('egress', () => {
  test('hosts', () => {
    const namespace = new Namespace(newChart(), 'tools', { metadata: { name: 'tools' } });
    const chart = newChart();
    const other = ServiceReference.fromServiceName(chart, 'other', 'other', {
      namespaceName: 'prod',
      ports: [],
    });
    const hosts = [
      EgressHosts.ownNamespace('*.example.com'),
      EgressHosts.namespace(namespace),
      EgressHosts.namespace('prod', 'api.example.com'),
      EgressHosts.anyNamespace('*.example.org'),
      EgressHosts.service(newService(newChart(), 'shop')),
      EgressHosts.service(other),
    ];

    expect(specOf(newSidecar({ egress: [{ hosts }] }))).toEqual({
      egress: [
        {
          hosts: [
            './*.example.com',
            'tools/*',
            'prod/api.example.com',
            '*/*.example.org',
            './shop.default.svc.cluster.local',
            'prod/other.prod.svc.cluster.local',
          ],
        },
      ],
    });
    expect(specOf(newSidecar({ egress: [{ hosts: [EgressHosts.none()] }] }))).toEqual({
      egress: [{ hosts: ['~/*'] }],
    });
  });

  test('a listener with all that can be said of it', () => {
    const listener = {
      ...everything,
      port: { number: 3306, protocol: PortProtocol.MYSQL, name: 'sql' },
      bind: '127.0.0.1',
      captureMode: CaptureMode.NONE,
    };

    expect(specOf(newSidecar({ egress: [listener] }))).toEqual({
      egress: [
        {
          hosts: ['*/*'],
          port: { number: 3306, protocol: 'MYSQL', name: 'sql' },
          bind: '127.0.0.1',
          captureMode: 'NONE',
        },
      ],
    });
    expect(mistakesIn({ egress: [listener] })).toEqual([]);
  });

  test.each<[string, EgressListener[], string[]]>([
    ['no hosts', [{ hosts: [] }], ['[0].hosts is empty; add hosts, "./*", or "~/*" for none [IST0106]']],
    [
      'a short name',
      [{ hosts: [EgressHosts.namespace('prod', 'shop')] }],
      [
        '[0].hosts[0] "prod/shop" has no dot in the host; write the full name, or "*" for all hosts [IST0106]',
      ],
    ],
    [
      'what is no namespace',
      [{ hosts: [EgressHosts.namespace('team_a')] }],
      [
        '[0].hosts[0] "team_a/*" does not begin with a namespace; write "namespace/host", "./host" or "*/host" [IST0106]',
      ],
    ],
    [
      'what is no host',
      [{ hosts: [EgressHosts.ownNamespace('a_b.c')] }],
      [
        '[0].hosts[0] "a_b.c" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*" [IST0106]',
      ],
    ],
    [
      'a host twice',
      [{ hosts: [EgressHosts.ownNamespace(), EgressHosts.ownNamespace()] }],
      ['[0].hosts[1] "./*" appears twice; remove one [IST0133]'],
    ],
    [
      'no host and some',
      [{ hosts: [EgressHosts.none(), EgressHosts.ownNamespace()] }],
      [
        '[0].hosts[0] "~/*" excludes every host from Istio 1.31 on, so the others in the list have no effect; remove it, or remove them [IST9010]',
      ],
    ],
    [
      'all ports first',
      [everything, { ...everything, port: { number: 80 } }],
      [
        '[0].port is missing, and only the last listener can be for all ports; add the port, or move the listener to the end [IST0106]',
      ],
    ],
    ['all ports last', [{ ...everything, port: { number: 80 } }, everything], []],
    [
      'a port twice',
      [
        { ...everything, port: { number: 80 }, bind: '127.0.0.1' },
        { ...everything, port: { number: 80 }, bind: '127.0.0.2' },
      ],
      ['[1].port.number 80 is also used by spec.egress[0]; keep one of them [IST0106]'],
    ],
    [
      'a socket twice',
      [
        { ...everything, port: {}, bind: 'unix:///x' },
        { ...everything, port: {}, bind: 'unix:///x' },
      ],
      ['[1].bind unix:///x is also used by spec.egress[0]; keep one of them [IST0106]'],
    ],
    [
      'two sockets',
      [
        { ...everything, port: {}, bind: 'unix:///x' },
        { ...everything, port: {}, bind: 'unix://@y', captureMode: CaptureMode.NONE },
      ],
      [],
    ],
    [
      'a captured socket',
      [{ ...everything, port: {}, bind: 'unix:///x', captureMode: CaptureMode.IPTABLES }],
      [
        '[0].captureMode IPTABLES captures no traffic to the Unix domain socket "unix:///x"; use NONE [IST0106]',
      ],
    ],
    [
      'what is no socket',
      [{ ...everything, port: {}, bind: 'unix://x/' }],
      [
        '[0].bind "unix://x/" is not a Unix domain socket; write "unix://" followed by an absolute path, or by "@" and a name [IST0106]',
      ],
    ],
    [
      'neither port nor socket',
      [{ ...everything, port: {} }],
      ['[0].port.number is missing; add it, or bind to "unix://" followed by a path [IST0106]'],
    ],
    ['an address for all ports', [{ ...everything, bind: '127.0.0.1' }], []],
    [
      'what is no address, for all ports',
      [{ ...everything, bind: 'eth0' }],
      ['[0].bind "eth0" is not an IP address; write one, or remove it [IST9015]'],
    ],
    [
      'what is no address',
      [{ ...everything, port: { number: 80 }, bind: 'eth0' }],
      ['[0].bind "eth0" is not an IP address; write one, or remove it [IST0106]'],
    ],
    [
      'an odd port',
      [{ ...everything, port: { number: 65536, name: 'a_b', protocol: 'HTPP' as PortProtocol } }],
      [
        '[0].port.number 65536 is not a port; use a whole number from 1 to 65535 [IST0106]',
        '[0].port.name "a_b" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends [IST0106]',
        '[0].port.protocol "HTPP" is unknown; use one of HTTP, HTTP2, HTTP_PROXY, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS, MYSQL [IST0106]',
      ],
    ],
  ])('%s', (_, egress, mistakes) => {
    expect(mistakesIn({ egress })).toEqual(mistakes.map((mistake) => `.egress${mistake}`));
  });

  test('a Service whose namespace is not known', () => {
    const chart = new Chart(Testing.app(), 'test', { disableResourceNameHashes: true });
    const hosts = [EgressHosts.service(newService(chart, 'shop'))];

    expect(mistakesIn({ egress: [{ hosts }] }, chart)).toEqual([
      '.egress[0].hosts[0] names Service "shop", whose namespace is not known; set the namespace of its chart [IST9043]',
    ]);
  });
});

describe('ingress', () => {
  const certificates = { serverCertificate: '/certs/tls.crt', privateKey: '/certs/tls.key' };

  test('a listener with all that can be said of it', () => {
    const listener: IngressListener = {
      port: { number: 9080, protocol: PortProtocol.HTTPS, name: 'https' },
      bind: '0.0.0.0',
      captureMode: CaptureMode.IPTABLES,
      defaultEndpoint: IngressEndpoint.loopback(8080),
      tls: SidecarTls.simple({ certificates }),
      connectionPool: { tcp: { maxConnections: 5 } },
    };

    expect(specOf(newSidecar({ ingress: [listener] }))).toEqual({
      ingress: [
        {
          port: { number: 9080, protocol: 'HTTPS', name: 'https' },
          bind: '0.0.0.0',
          captureMode: 'IPTABLES',
          defaultEndpoint: '127.0.0.1:8080',
          tls: { mode: 'SIMPLE', serverCertificate: '/certs/tls.crt', privateKey: '/certs/tls.key' },
          connectionPool: { tcp: { maxConnections: 5 } },
        },
      ],
    });
    expect(mistakesIn({ ingress: [listener] })).toEqual([]);
  });

  test('limits for requests', () => {
    const http = { h2UpgradePolicy: H2UpgradePolicy.UPGRADE };
    const listener = { port: { number: 80, protocol: PortProtocol.HTTP }, connectionPool: { http } };

    expect(specOf(newSidecar({ ingress: [listener] }))).toEqual({
      ingress: [
        { port: { number: 80, protocol: 'HTTP' }, connectionPool: { http: { h2UpgradePolicy: 'UPGRADE' } } },
      ],
    });
    expect(mistakesIn({ ingress: [listener] })).toEqual([]);
  });

  test.each([
    [IngressEndpoint.loopbackV6(8080), '[::1]:8080'],
    [IngressEndpoint.pod(8080), '0.0.0.0:8080'],
    [IngressEndpoint.podV6(8080), '[::]:8080'],
    [IngressEndpoint.unixSocket('/run/x.sock'), 'unix:///run/x.sock'],
  ])('endpoint %#', (defaultEndpoint, expected) => {
    const ingress = [{ port: { number: 80 }, defaultEndpoint }];

    expect(specOf(newSidecar({ ingress }))).toMatchObject({ ingress: [{ defaultEndpoint: expected }] });
    expect(mistakesIn({ ingress })).toEqual([]);
  });

  test.each([
    ['MUTUAL', SidecarTls.mutual],
    ['OPTIONAL_MUTUAL', SidecarTls.optionalMutual],
  ])('TLS, %s', (mode, factory) => {
    const tls = factory({
      certificates: [certificates, { serverCertificate: '/ec/tls.crt', privateKey: '/ec/tls.key' }],
      caCertificates: '/certs/ca.crt',
      caCrl: '/certs/ca.crl',
      minProtocolVersion: TlsVersion.TLSV1_2,
      maxProtocolVersion: TlsVersion.TLSV1_3,
      cipherSuites: [CipherSuite.ECDHE_RSA_AES128_GCM_SHA256],
      verifyCertificateSpki: ['c3BraQ=='],
      verifyCertificateHash: ['00ff'],
    });
    const ingress = [{ port: { number: 443, protocol: PortProtocol.HTTPS }, tls }];

    expect(specOf(newSidecar({ ingress }))).toMatchObject({
      ingress: [
        {
          tls: {
            mode,
            tlsCertificates: [certificates, { serverCertificate: '/ec/tls.crt', privateKey: '/ec/tls.key' }],
            caCertificates: '/certs/ca.crt',
            caCrl: '/certs/ca.crl',
            minProtocolVersion: 'TLSV1_2',
            maxProtocolVersion: 'TLSV1_3',
            cipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'],
            verifyCertificateSpki: ['c3BraQ=='],
            verifyCertificateHash: ['00ff'],
          },
        },
      ],
    });
    expect(mistakesIn({ ingress })).toEqual([
      '.ingress[0].tls.tlsCertificates is for gateways only; set serverCertificate and privateKey [IST0106]',
    ]);
  });

  test.each<[string, IngressListener[], string[]]>([
    [
      'a port twice',
      [{ port: { number: 80 } }, { port: { number: 80 } }],
      ['[1].port.number 80 is also used by spec.ingress[0]; keep one of them [IST0106]'],
    ],
    [
      'no port',
      [{ port: { number: 0 } }],
      ['[0].port.number is missing; add the port to listen on [IST0106]'],
    ],
    [
      'what is no address',
      [{ port: { number: 80 }, bind: 'unix:///x' }],
      ['[0].bind "unix:///x" is not an IP address; write one, or remove it [IST0106]'],
    ],
    [
      'an endpoint out of range',
      [{ port: { number: 80 }, defaultEndpoint: IngressEndpoint.pod(0) }],
      ['[0].defaultEndpoint 0 is not a port; use a whole number from 1 to 65535 [IST0106]'],
    ],
    [
      'an endpoint that is none',
      [{ port: { number: 80 }, defaultEndpoint: IngressEndpoint.pod(0.5) }],
      [
        '[0].defaultEndpoint "0.0.0.0:0.5" is not an endpoint of the pod; write 127.0.0.1:PORT, 0.0.0.0:PORT or unix://PATH [IST0106]',
      ],
    ],
    [
      'a socket that is none',
      [{ port: { number: 80 }, defaultEndpoint: IngressEndpoint.unixSocket('x') }],
      [
        '[0].defaultEndpoint "unix://x" is not a Unix domain socket; write "unix://" followed by an absolute path, or by "@" and a name [IST0106]',
      ],
    ],
    [
      'versions the wrong way round',
      [
        {
          port: { number: 443, protocol: PortProtocol.HTTPS },
          tls: SidecarTls.simple({
            certificates,
            minProtocolVersion: TlsVersion.TLSV1_3,
            maxProtocolVersion: TlsVersion.TLSV1_2,
          }),
        },
      ],
      [
        '[0].tls.minProtocolVersion TLSV1_3 is above maxProtocolVersion TLSV1_2; lower it, or raise maxProtocolVersion [IST9015]',
      ],
    ],
    [
      'no certificate',
      [
        {
          port: { number: 443, protocol: PortProtocol.HTTPS },
          tls: SidecarTls.simple({ certificates: [] }),
        },
      ],
      ['[0].tls has mode SIMPLE and no certificate; set serverCertificate and privateKey [IST0106]'],
    ],
    [
      'limits for requests of TCP',
      [
        {
          port: { number: 80, protocol: PortProtocol.TCP },
          connectionPool: { http: { maxRetries: 1 } },
        },
      ],
      ['[0].connectionPool.http is ignored on a port for TCP; remove it, or change the protocol [IST0133]'],
    ],
    [
      'limits for requests of what is found out',
      [{ port: { number: 80 }, connectionPool: { http: { maxRetries: 1 } } }],
      [
        '[0].connectionPool.http is used on a port for HTTP only; remove it, or change the protocol [IST0133]',
      ],
    ],
    [
      'limits without any',
      [{ port: { number: 80 }, connectionPool: {} }],
      ['[0].connectionPool has no limits; set tcp or http, or remove it [IST0106]'],
    ],
  ])('%s', (_, ingress, mistakes) => {
    expect(mistakesIn({ ingress })).toEqual(mistakes.map((mistake) => `.ingress${mistake}`));
  });

  test.each<[string, unknown, string[]]>([
    [
      'what is for gateways only only',
      { mode: 'SIMPLE', credentialName: 'x', httpsRedirect: true, subjectAltNames: ['x'], ...certificates },
      [
        'credentialName is for gateways only; remove it, and name files [IST0106]',
        'httpsRedirect is for gateways only; remove it, and name files [IST0106]',
        'subjectAltNames is for gateways only; remove it, and name files [IST0106]',
      ].map((line) => `.${line}`),
    ],
    [
      'a mode for gateways only only',
      { mode: 'ISTIO_MUTUAL' },
      ['.mode ISTIO_MUTUAL is not supported by sidecars; use SIMPLE, MUTUAL or OPTIONAL_MUTUAL [IST0106]'],
    ],
    [
      'no mode',
      { ...certificates },
      ['.mode PASSTHROUGH is not supported by sidecars; use SIMPLE, MUTUAL or OPTIONAL_MUTUAL [IST9015]'],
    ],
    [
      'mutual without certificates of clients',
      { mode: 'MUTUAL', ...certificates },
      ['.caCertificates is missing, and MUTUAL verifies client certificates with it; name a file [IST0106]'],
    ],
    [
      'revocation without certificates of clients',
      { mode: 'SIMPLE', caCrl: '/x', ...certificates },
      ['.caCrl is ignored with SIMPLE, which asks for no client certificate; use MUTUAL [IST0106]'],
    ],
    [
      'one certificate and several',
      { mode: 'SIMPLE', ...certificates, tlsCertificates: [certificates] },
      [
        '.tlsCertificates is for gateways only; set serverCertificate and privateKey [IST0106]',
        '.serverCertificate cannot be used with tlsCertificates; keep one of them [IST0106]',
      ],
    ],
  ])('a JSON patch with %s', (_, tls, mistakes) => {
    const sidecar = newSidecar({ ingress: [{ port: { number: 443, protocol: PortProtocol.HTTPS } }] });
    ApiObject.of(sidecar).addJsonPatch(JsonPatch.add('/spec/ingress/0/tls', tls));

    expect(mistakesOf(sidecar)).toEqual(
      mistakes.map((mistake) => `[test/sidecar] Sidecar "test-sidecar": spec.ingress[0].tls${mistake}`),
    );
  });

  test('a JSON patch with a target port', () => {
    const sidecar = newSidecar({ ingress: [{ port: { number: 80 } }] });
    ApiObject.of(sidecar).addJsonPatch(JsonPatch.add('/spec/ingress/0/port/targetPort', 8080));

    expect(mistakesOf(sidecar)).toEqual([
      '[test/sidecar] Sidecar "test-sidecar": spec.ingress[0].port.targetPort 8080 is ignored; ' +
        'set defaultEndpoint of an ingress listener instead [IST0106]',
    ]);
  });
});

describe('what is for all of the pod', () => {
  test('limits', () => {
    const inboundConnectionPool = { tcp: { connectTimeout: Duration.seconds(1) } };

    expect(specOf(newSidecar({ inboundConnectionPool }))).toEqual({
      inboundConnectionPool: { tcp: { connectTimeout: '1s' } },
    });
    expect(mistakesIn({ inboundConnectionPool })).toEqual([]);
    expect(mistakesIn({ inboundConnectionPool: { tcp: { maxConnections: -1 } } })).toEqual([
      '.inboundConnectionPool.tcp.maxConnections -1 is not a limit; use a whole number from 1 [IST0106]',
    ]);
  });

  test('calls to unknown hosts', () => {
    const policyOf = (outboundTrafficPolicy: OutboundTrafficPolicy) =>
      (specOf(newSidecar({ outboundTrafficPolicy })) as { outboundTrafficPolicy: unknown })
        .outboundTrafficPolicy;

    expect(policyOf(OutboundTrafficPolicy.registryOnly())).toEqual({ mode: 'REGISTRY_ONLY' });
    expect(policyOf(OutboundTrafficPolicy.allowAny())).toEqual({ mode: 'ALLOW_ANY' });
  });

  test('a proxy for them, whose host is written in full', () => {
    const proxyOf = (egressProxy: Destination | ReturnType<typeof newService>) =>
      specOf(newSidecar({ outboundTrafficPolicy: OutboundTrafficPolicy.allowAny({ egressProxy }) }));

    expect(proxyOf(newService(newChart(), 'proxy', [{ port: 3128 }]))).toEqual({
      outboundTrafficPolicy: {
        mode: 'ALLOW_ANY',
        egressProxy: { host: 'proxy.default.svc.cluster.local', port: { number: 3128 } },
      },
    });
    expect(proxyOf(Destination.host('proxy.example.com', { port: 80, subset: 'v1' }))).toEqual({
      outboundTrafficPolicy: {
        mode: 'ALLOW_ANY',
        egressProxy: { host: 'proxy.example.com', port: { number: 80 }, subset: 'v1' },
      },
    });
  });

  test.each<[string, Destination, string]>([
    ['no port', Destination.host('a.b'), '.port is missing; add the port of the proxy [IST0106]'],
    [
      'many hosts',
      Destination.host('*.a.b', { port: 80 }),
      '.host "*.a.b" means many hosts; name one host [IST0106]',
    ],
  ])('a proxy with %s', (_, egressProxy, mistake) => {
    const outboundTrafficPolicy = OutboundTrafficPolicy.allowAny({ egressProxy });

    expect(mistakesIn({ outboundTrafficPolicy })).toEqual([`.outboundTrafficPolicy.egressProxy${mistake}`]);
  });

  test('a proxy that gets nothing', () => {
    const sidecar = newSidecar({ outboundTrafficPolicy: OutboundTrafficPolicy.registryOnly() });
    ApiObject.of(sidecar).addJsonPatch(
      JsonPatch.add('/spec/outboundTrafficPolicy/egressProxy', { host: 'proxy', port: { number: 80 } }),
    );

    const field = '[test/sidecar] Sidecar "test-sidecar": spec.outboundTrafficPolicy.egressProxy';
    expect(mistakesOf(sidecar)).toEqual([
      `${field} gets no traffic with mode REGISTRY_ONLY; use ALLOW_ANY [IST0106]`,
      `${field}.host "proxy" has no dot, and Istio does not complete it here; write the full name [IST9015]`,
    ]);
  });

  test('nothing at all', () => {
    expect(mistakesIn({ workloadSelector: { app: 'x' } })).toEqual([
      ' has no egress, ingress, outboundTrafficPolicy or inboundConnectionPool, so nothing changes; set one of them [IST0106]',
    ]);
  });
});
