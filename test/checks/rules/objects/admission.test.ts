import { admission } from '../../../../lib/checks/rules/objects/admission';
import { messagesOf } from '../../support';

const CODES = new Set<string>(admission.reports.map(({ code }) => code));
const GROUPS: Readonly<Record<string, string>> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
};

/** What the rule says of one object, as `CODE field text`; other rules have more to say. */
function said(kind: string, spec: string, metadata = ''): string[] {
  const yaml = `apiVersion: ${GROUPS[kind] ?? 'networking.istio.io/v1'}
kind: ${kind}
metadata: { name: x, namespace: shop${metadata} }
spec: ${spec}
`;
  return messagesOf(yaml)
    .map((line) => line.replace(`${kind} shop/x: `, ''))
    .filter((line) => CODES.has(line.split(' ')[1] ?? ''));
}

type Case = [spec: string, ...expected: string[]];

describe('a Gateway', () => {
  const http = 'name: http, number: 80, protocol: HTTP';
  const https = 'name: https, number: 443, protocol: HTTPS';

  test.each<Case>([
    [`{ servers: [{ port: { ${http} }, hosts: ["*"] }] }`],
    ['{}', 'Error IST0106 spec.servers is empty, so nothing listens; add a server'],
    [`{ servers: [{ port: { ${http} }, hosts: [a.example.com, ./*, "*/*.example.com", 10.0.0.1] }] }`],
    [
      `{ servers: [{ port: { ${http} }, hosts: ["*/*", ./x.com] }, { port: { ${https} }, hosts: ["*/*", "*/*", "*/a.com"], tls: { mode: PASSTHROUGH } }] }`,
      'Error IST9021 spec.servers[0].hosts[1] "./x.com" makes istiod panic, because it comes after "*/*", which stands for all hosts; remove it',
      'Error IST9021 spec.servers[1].hosts[2] "*/a.com" makes istiod panic, because it comes after "*/*", which stands for all hosts; remove it',
    ],
    [`{ servers: [{ port: { ${http} }, hosts: [./x.com, "*/*", a.com, shop/b.com] }] }`],
    [
      `{ servers: [{ port: { ${http} }, hosts: [shop] }] }`,
      'Error IST0106 spec.servers[0].hosts[0] "shop" has no dot in the host; write the full name, or "*" for all hosts',
    ],
    [
      `{ servers: [{ port: { ${http} }, hosts: ["*foo.com"] }] }`,
      'Error IST0106 spec.servers[0].hosts[0] "*foo.com" has "*" as a part of a label; write "*." followed by whole labels',
    ],
    [
      `{ servers: [{ port: { ${http}, targetPort: 8080 }, hosts: ["*"] }] }`,
      'Error IST0106 spec.servers[0].port.targetPort 8080 has no effect: a Gateway listens on the target port of its Service; remove it',
    ],
    [`{ servers: [{ port: { name: u, number: 0, protocol: HTTP }, bind: "unix:///a", hosts: ["*"] }] }`],
    [
      `{ servers: [{ port: { name: u, number: 1, protocol: HTTP }, bind: "unix://a", hosts: ["*"] }] }`,
      'Error IST0106 spec.servers[0].bind "unix://a" is not a Unix domain socket; write "unix://" followed by an absolute path, or by "@" and a name',
      'Error IST0106 spec.servers[0].port.number 1 cannot be used with the Unix domain socket "unix://a"; use 0',
    ],
    [
      `{ servers: [{ port: { name: u, number: 1, protocol: UDP }, hosts: ["*"] }] }`,
      'Warning IST9015 spec.servers[0].port.protocol "UDP" is unknown; use one of HTTP, HTTP2, HTTP_PROXY, GRPC, GRPC-WEB, HTTPS, TLS, TCP, MONGO, REDIS, MYSQL',
    ],
    [
      `{ servers: [{ port: { ${https} }, hosts: ["*"] }] }`,
      'Error IST0106 spec.servers[0].tls is missing, and HTTPS needs it; add TLS settings',
    ],
    [`{ servers: [{ port: { ${http} }, hosts: ["*"], tls: { httpsRedirect: true } }] }`],
    [
      `{ servers: [{ port: { ${https} }, hosts: ["*"], tls: { credentialName: a, httpsRedirect: true } }] }`,
      'Warning IST0133 spec.servers[0].tls.httpsRedirect has no effect on a server with protocol HTTPS; remove it',
      'Warning IST0133 spec.servers[0].tls.credentialName is not used with mode PASSTHROUGH; remove it, or choose another mode',
    ],
    [
      `{ servers: [{ port: { ${https} }, hosts: ["*"], tls: { mode: SIMPLE, serverCertificate: a, privateKey: b, tlsCertificates: [{ serverCertificate: c, privateKey: d }] } }] }`,
      'Error IST0106 spec.servers[0].tls.tlsCertificates cannot be used with serverCertificate; keep one of them',
    ],
    [
      `{ servers: [{ port: { ${https} }, hosts: ["*"], tls: { mode: SIMPLE, serverCertificate: a, privateKey: b, caCrl: c } }] }`,
      'Error IST0106 spec.servers[0].tls.caCrl has no effect with mode SIMPLE, which does not ask for a client certificate; use MUTUAL',
    ],
    [
      `{ servers: [{ port: { ${https} }, hosts: ["*"], tls: { mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_0, cipherSuites: [RC4-MD5, AES128-SHA, AES128-SHA, -ALL] } }] }`,
      expect.stringContaining(
        'Warning IST0133 spec.servers[0].tls.cipherSuites[0] "RC4-MD5" is not a cipher suite',
      ),
      'Warning IST0133 spec.servers[0].tls.cipherSuites[2] "AES128-SHA" appears twice; remove one',
    ],
    [
      `{ servers: [{ port: { ${https} }, hosts: ["*"], tls: { mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_1 } }] }`,
      'Warning IST0133 spec.servers[0].tls.minProtocolVersion TLSV1_1 has no cipher among the defaults of Envoy; add ciphers in cipherSuites',
    ],
    [
      `{ servers: [{ port: { ${http} }, hosts: ["*"] }, { port: { name: tcp, number: 80, protocol: TCP }, hosts: ["*"] }] }`,
      'Warning IST9014 spec.servers[1].port 80 is taken by spec.servers[0] with HTTP, so istiod drops this server with TCP; use another port',
    ],
  ])('%s', (spec, ...expected) => expect(said('Gateway', spec)).toEqual(expected));
});

describe('a VirtualService', () => {
  const route = 'route: [{ destination: { host: a } }]';
  const http = `http: [{ ${route} }]`;
  const overlap =
    'Error IST0106 spec.hosts[1] "*.foo.com" overlaps spec.hosts[0] "a.foo.com"; keep one of them';

  test.each<Case>([
    [`{ hosts: [a], ${http} }`],
    ['{ hosts: [a] }', 'Error IST0106 spec.http is empty, and so are spec.tls and spec.tcp; add a route'],
    [`{ ${http} }`],
    [
      `{ gateways: [gw], ${http} }`,
      'Error IST0106 spec.gateways cannot be set in a VirtualService without hosts, which is a delegate; add hosts, or remove the field',
    ],
    [`{ hosts: [a.foo.com, foo.com, "*.bar.com"], gateways: [gw, mesh], ${http} }`],
    [`{ hosts: [a.foo.com, "*.foo.com"], ${http} }`, overlap],
    [
      `{ hosts: ["*"], ${http} }`,
      'Error IST0106 spec.hosts[0] "*" is for gateways only; in the mesh, name the hosts that clients call',
    ],
    [
      `{ hosts: [a.com], gateways: [gw.infra], ${http} }`,
      'Warning IST0133 spec.gateways[0] "gw.infra" is the older form of "infra/gw"; write the newer form',
    ],
    [
      `{ hosts: [a.com], gateways: [./gw], ${http} }`,
      'Error IST0106 spec.gateways[0] "./gw" is not the name of a Gateway; write "name" or "namespace/name"',
    ],
    // istiod looks no further than the first name without a namespace.
    [`{ hosts: [a.com], gateways: [mesh, ./gw], ${http} }`],
    [
      `{ hosts: [a], http: [{ match: [{ headers: { "@request.auth.claims.group": { exact: a } } }], ${route} }] }`,
      'Error IST0106 spec.http[0].match[0].headers["@request.auth.claims.group"] is a claim, which only gateways can match; use it in a VirtualService that is bound to gateways only',
    ],
    [
      `{ hosts: [a], http: [{ match: [{ headers: { "a b": { exact: a } }, withoutHeaders: { x: { regex: "*" }, ":path": {} } }], ${route} }] }`,
      'Error IST0106 spec.http[0].match[0].headers["a b"] "a b" is not the name of a header; use letters, digits and "-"',
    ],
    [
      `{ hosts: [a], http: [{ match: [{ method: { exact: get } }], ${route} }] }`,
      'Warning IST9012 spec.http[0].match[0].method.exact "get" never matches, because methods are upper case; write "GET"',
    ],
    [
      `{ hosts: [a], http: [{ match: [{ uri: { prefix: "" }, authority: { prefix: "" } }], ${route} }] }`,
      'Warning IST9010 spec.http[0].match[0].uri.prefix "" does not begin with "/", as every path does; write "/"',
      'Error IST0106 spec.http[0].match[0].authority.prefix is empty, which Istio refuses; remove the condition',
    ],
    [
      `{ hosts: [a], http: [{ redirect: { uri: /b }, timeout: 1s, fault: { abort: { httpStatus: 500, percentage: { value: 1 } } } }] }`,
      'Warning IST9013 spec.http[0].timeout has no effect in a route with redirect; remove it',
      'Error IST0106 spec.http[0].fault has no effect in a route with redirect; remove it',
    ],
    [
      `{ hosts: [a], http: [{ redirect: { uri: /b, redirectCode: 304 } }, { match: [], redirect: { scheme: http, redirectCode: 400 } }] }`,
      'Error IST9019 spec.http[0].redirect.redirectCode 304 is not a status that Istio redirects with; use one of 301, 302, 303, 307, 308',
      'Error IST0106 spec.http[1].redirect.redirectCode 400 is not a status that Istio redirects with; use one of 301, 302, 303, 307, 308',
      'Warning IST0130 spec.http[1] is never reached, because spec.http[0] before it takes all traffic that it matches; move it up, or remove it',
    ],
    [
      `{ hosts: [a.com], gateways: [gw], http: [{ match: [{ headers: { "@request.auth.claims.a": {} } }], directResponse: { status: 600 } }] }`,
      'Error IST9019 spec.http[0].match[0].headers["@request.auth.claims.a"] asks for no value of the claim, and Envoy refuses all routes with such a condition; add exact, prefix or regex',
      'Error IST9019 spec.http[0].directResponse.status 600 is not a final HTTP status; use a whole number from 200 to 599',
    ],
    [
      `{ hosts: [a.com], gateways: [gw], http: [{ match: [{ withoutHeaders: { "@request.auth.claims.b": { regex: "*" }, x: {} } }], ${route} }] }`,
      'Error IST9019 spec.http[0].match[0].withoutHeaders["@request.auth.claims.b"] asks for no value of the claim, and Envoy refuses all routes with such a condition; add exact, prefix or regex',
    ],
    [
      `{ hosts: [a], http: [{ ${route}, mirror: { host: b }, mirrors: [{ destination: { host: c } }] }] }`,
      'Error IST0106 spec.http[0].mirror cannot be used with mirrors; keep one of them',
    ],
    [
      `{ hosts: [a], http: [{ ${route}, mirror: { host: b }, mirrorPercent: 5, mirrorPercentage: { value: 101 } }] }`,
      'Error IST0106 spec.http[0].mirrorPercentage.value 101 is not a percentage; use a number from 0 to 100',
      'Warning IST0133 spec.http[0].mirrorPercent is the older form of mirrorPercentage; write the newer form',
    ],
    [`{ hosts: [a], http: [{ ${route}, retries: { attempts: 1, retryOn: "5xx,503" } }] }`],
    [
      `{ hosts: [a], http: [{ ${route}, retries: { perTryTimeout: 1s, backoff: 1s } }] }`,
      'Error IST0106 spec.http[0].retries.perTryTimeout has no effect with attempts 0; remove it, or raise attempts',
      'Warning IST9013 spec.http[0].retries.backoff has no effect with attempts 0; remove it, or raise attempts',
    ],
    [
      `{ hosts: [a], http: [{ ${route}, fault: { abort: { percentage: { value: 1 } }, delay: { exponentialDelay: 1s } } }] }`,
      'Warning IST9010 spec.http[0].fault.abort has no status, so no request is aborted; set httpStatus or grpcStatus',
      'Error IST0106 spec.http[0].fault.delay.exponentialDelay is not supported; use fixedDelay',
    ],
    [
      `{ hosts: [a], http: [{ ${route}, corsPolicy: { allowOrigins: [{ exact: "" }], allowMethods: [get] } }] }`,
      'Error IST0106 spec.http[0].corsPolicy.allowOrigins[0] has no value; set exact, prefix or regex',
      'Error IST0106 spec.http[0].corsPolicy.allowMethods[0] "get" is not a method; use CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE, *, in upper case',
    ],
    [
      `{ hosts: [a], http: [{ route: [{ destination: { host: "10.0.0.1" } }] }] }`,
      'Error IST0106 spec.http[0].route[0].destination.host "10.0.0.1" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*"',
    ],
    [
      `{ hosts: [a], http: [{ route: [{ destination: { host: a } }, { destination: { host: b }, weight: 1 }] }] }`,
      'Warning IST9016 spec.http[0].route[0].weight is missing, so this destination gets no traffic; set the weight',
    ],
    [
      `{ hosts: [a], http: [{ ${route}, headers: { request: { set: { Host: b, a: "%X" } }, response: { set: { Host: c } } } }] }`,
      'Error IST0106 spec.http[0].headers.request.set.a "%X" has a single "%"; write "%%" for a percent sign',
      'Error IST0106 spec.http[0].headers.response.set.Host "Host" cannot be changed here; rewrite the authority, or set it on the request',
    ],
    [`{ hosts: [a.b.c], tls: [{ match: [{ sniHosts: [a.b.c] }], ${route} }] }`],
    [
      `{ hosts: [a.b.c], tls: [{ match: [{ sniHosts: ["*.b.c", 10.0.0.1] }], ${route} }] }`,
      'Error IST0106 spec.tls[0].match[0].sniHosts[0] "*.b.c" is not covered by spec.hosts (a.b.c); add it there',
      'Warning IST0133 spec.tls[0].match[0].sniHosts[1] "10.0.0.1" is an IP address, which no client sends as SNI; write a host name',
    ],
    [
      `{ hosts: [a], http: [{ match: [{ gateways: [gw] }], ${route} }] }`,
      'Warning IST9012 spec.http[0].match[0].gateways[0] "gw" is not among the gateways of the VirtualService (mesh), so the condition never holds; add it there',
    ],
    [`{ hosts: [a.com], gateways: [shop/gw], http: [{ match: [{ gateways: [gw] }], ${route} }] }`],
  ])('%s', (spec, ...expected) => expect(said('VirtualService', spec)).toEqual(expected));

  describe('whose rules are not used', () => {
    const never =
      'is never reached, because spec.http[0] before it takes all traffic that it matches; move it up, or remove it';
    const rules = (...matches: string[]) =>
      `{ hosts: [a], http: [${matches.map((match) => `{ match: [${match}], ${route} }`).join(', ')}] }`;

    test.each<Case>([
      [rules('{ uri: { exact: /a } }', '{ uri: { exact: /b } }')],
      [
        rules('{ uri: { exact: /a } }', '{ name: again, uri: { exact: /a } }'),
        'Info IST0131 spec.http[1].match[0] is not used, because spec.http[0] has the same match before it; remove it',
        `Warning IST0130 spec.http[1] ${never}`,
      ],
      [
        rules('{ uri: { exact: /a } }, { uri: { exact: /a } }'),
        'Info IST0131 spec.http[0].match[1] is not used, because this route has the same match before it; remove it',
      ],
      [
        '{ hosts: [a], http: [{ redirect: { uri: /b } }, { redirect: { uri: /c } }] }',
        `Warning IST0130 spec.http[1] ${never}`,
      ],
      // The first finding on a route that really is not reached says so.
      [rules('{ uri: { prefix: /a } }', '{ uri: { prefix: /ab } }'), `Info IST0131 spec.http[1] ${never}`],
      // Istio takes no method for GET, and does not see that the first one takes all.
      [
        rules('{ uri: { prefix: /a } }', '{ uri: { prefix: /ab }, method: { exact: POST } }'),
        `Warning IST9011 spec.http[1] ${never}`,
      ],
      // Here Istio is wrong: regular expressions count as nothing.
      [
        rules(
          '{ uri: { prefix: /a }, headers: { x: { regex: b } } }',
          '{ uri: { prefix: /ab }, headers: { x: { regex: c } } }',
        ),
        'Info IST0131 spec.http[1].match[0] of prefix "/ab" is not used, because spec.http[0].match[0] of prefix "/a" covers it; move it up, or remove it',
      ],
      [rules('{ uri: { prefix: /a }, port: 80 }', '{ uri: { prefix: /ab }, port: 81 }')],
      [rules('{ uri: { prefix: /ab } }', '{ uri: { prefix: /a } }')],
      [rules('{ uri: { prefix: /a } }', '{ uri: { exact: /ab } }'), `Warning IST9011 spec.http[1] ${never}`],
      // Behind a delegate the rest may be reached, and Istio does not think of it.
      [
        `{ hosts: [a], http: [{ delegate: { name: d } }, { ${route} }] }`,
        'Warning IST0130 spec.http[1] is not used, because spec.http[0] before it has no match and takes every request; move spec.http[0] to the end',
      ],
    ])('%s', (spec, ...expected) => expect(said('VirtualService', spec)).toEqual(expected));

    test('among very many', () => {
      const host = (i: number) => `{ authority: { exact: h${i} }, uri: { prefix: / } }`;
      const matches = Array.from({ length: 1000 }, (_, i) => host(i));

      expect(said('VirtualService', rules(...matches, host(7)))).toEqual([
        'Info IST0131 spec.http[1000].match[0] is not used, because spec.http[7] has the same match before it; remove it',
        `Warning IST0130 spec.http[1000] ${never.replace('[0]', '[7]')}`,
      ]);
    });
  });
});

describe('a DestinationRule', () => {
  const policy = (text: string) => `{ host: a, trafficPolicy: { ${text} } }`;
  const at = 'spec.trafficPolicy';
  const noFailover =
    'has no effect without outlierDetection, which finds endpoints that fail; add it to the same policy';

  test.each<Case>([
    ['{ host: "*.a.com", subsets: [{ name: v1, labels: { version: v1 } }] }'],
    [
      '{ host: 10.0.0.1 }',
      'Error IST0106 spec.host "10.0.0.1" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*"',
    ],
    [
      '{ host: a, subsets: [{ name: v1, labels: { a: b } }, { name: v1 }] }',
      'Error IST0106 spec.subsets[1].name "v1" is also the name of spec.subsets[0]; give each subset its own name',
    ],
    [policy(''), `Error IST0106 ${at} is empty; add a setting, or remove it`],
    [
      policy('outlierDetection: { consecutiveErrors: 5 }'),
      `Warning IST0133 ${at}.outlierDetection.consecutiveErrors is an older field; set consecutiveGatewayErrors or consecutive5xxErrors instead`,
    ],
    [policy('outlierDetection: { consecutive5xxErrors instead: 5, maxEjectionPercent: 100 }')],
    [
      policy('outlierDetection: { consecutiveLocalOriginFailures: 5 }'),
      `Error IST0106 ${at}.outlierDetection.consecutiveLocalOriginFailures is counted only with splitExternalLocalOriginErrors; set that to true`,
    ],
    [
      policy('connectionPool: {}'),
      `Error IST0106 ${at}.connectionPool has no limits; set tcp or http, or remove it`,
    ],
    [
      policy('connectionPool: { tcp: { maxConnections: 0 } }'),
      `Warning IST9010 ${at}.connectionPool.tcp.maxConnections 0 means no limit; remove it, or use a number from 1`,
    ],
    [
      policy('loadBalancer: { consistentHash: { useSourceIp: true, minimumRingSize: 5 } }'),
      `Warning IST0133 ${at}.loadBalancer.consistentHash.minimumRingSize is an older field; set minimumRingSize of ringHash instead`,
    ],
    [
      policy('loadBalancer: { consistentHash: { useSourceIp: true, maglev: {} } }'),
      `Error IST0106 ${at}.loadBalancer.consistentHash.maglev.tableSize is missing; use a prime number, such as 65537`,
    ],
    [
      policy('loadBalancer: { localityLbSetting: { failover: [{ from: a, to: b }] } }'),
      `Warning IST0133 ${at}.loadBalancer.localityLbSetting.failover ${noFailover}`,
    ],
    [policy('outlierDetection: {}, loadBalancer: { localityLbSetting: { failover: [{ from: a, to: b }] } }')],
    // istiod warns of the top level only.
    [
      '{ host: a, subsets: [{ name: b, labels: { a: b }, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: a, to: b }] } } } }] }',
      `Warning IST9010 spec.subsets[0].trafficPolicy.loadBalancer.localityLbSetting.failover ${noFailover}`,
    ],
    [
      policy('loadBalancer: { localityLbSetting: { distribute: [{ from: a, to: { "b/*": 50, b: 50 } }] } }'),
      `Error IST0106 ${at}.loadBalancer.localityLbSetting.distribute[0].to.b "b" overlaps "b/*"; keep one of them`,
    ],
    [
      policy(
        'loadBalancer: { localityLbSetting: { distribute: [{ from: a, to: { b/c: 50, "b/*": 50 } }] } }',
      ),
      `Warning IST9017 ${at}.loadBalancer.localityLbSetting.distribute[0].to["b/*"] "b/*" overlaps "b/c"; keep one of them`,
    ],
    [
      policy('tls: { mode: SIMPLE, credentialName: a, caCertificates: b, clientCertificate: c }'),
      `Error IST0106 ${at}.tls.clientCertificate is ignored with mode SIMPLE; remove it, or choose another mode`,
      `Error IST0106 ${at}.tls.caCertificates cannot be used with credentialName; keep one of them`,
    ],
    [
      policy('tls: { mode: ISTIO_MUTUAL, caCertificates: b }'),
      `Warning IST9013 ${at}.tls.caCertificates is ignored with mode ISTIO_MUTUAL; remove it, or choose another mode`,
    ],
    [
      policy('portLevelSettings: [{ port: { number: 80 } }]'),
      `Error IST0106 ${at}.portLevelSettings[0] has no settings for the port; add one, or remove the entry`,
    ],
    [
      '{ host: a, workloadSelector: {}, exportTo: ["*"] }',
      'Warning IST0133 spec.workloadSelector has no labels; remove it to select all clients',
      'Error IST0106 spec.exportTo[0] "*" has no effect, because a rule with workloadSelector applies to clients in its own namespace only; remove it',
    ],
    ['{ host: a, exportTo: [., shop] }', 'Error IST0106 spec.exportTo[1] "shop" appears twice; remove one'],
  ])('%s', (spec, ...expected) => expect(said('DestinationRule', spec)).toEqual(expected));
});

describe('an AuthorizationPolicy', () => {
  const from = (source: string) => `{ rules: [{ from: [{ source: { ${source} } }] }] }`;
  const paths = (path: string) => `{ rules: [{ to: [{ operation: { paths: ["${path}"] } }] }] }`;
  const denies =
    'also denies all TCP traffic, because TCP requests have no HTTP fields to match; set ports in "to"';

  test.each<Case>([
    ['{}'],
    [
      '{ action: DENY }',
      'Error IST0106 spec.rules is empty, so DENY never happens; add a rule, {} for all requests',
    ],
    [
      '{ action: AUDIT }',
      'Warning IST9010 spec.rules is empty, so AUDIT never happens; add a rule, {} for all requests',
    ],
    [
      '{ action: CUSTOM, provider: { name: a }, rules: [{ from: [{ source: { principals: [cluster.local/ns/a/sa/b] } }] }] }',
      'Error IST0106 spec.rules[0].from[0].source.principals is not known yet when Envoy enforces CUSTOM; remove it, or use another action',
    ],
    [
      '{ provider: { name: a } }',
      'Error IST0106 spec.provider cannot be used with action ALLOW; use CUSTOM, or remove it',
    ],
    [
      '{ selector: {} }',
      'Warning IST0133 spec.selector.matchLabels is empty and therefore selects every pod; add labels, or remove the selector',
    ],
    [from('principals: [cluster.local/ns/a/sa/b], namespaces: ["*-a"]')],
    [
      from('principals: ["spiffe://cluster.local/ns/a/sa/b"]'),
      'Warning IST9012 spec.rules[0].from[0].source.principals[0] "spiffe://cluster.local/ns/a/sa/b" never matches, because principals have no "spiffe://"; write "cluster.local/ns/a/sa/b"',
    ],
    [
      from('ipBlocks: [10.0.0.1/33, ""]'),
      'Error IST0106 spec.rules[0].from[0].source.ipBlocks[0] "10.0.0.1/33" is neither an IP address nor a CIDR block such as "10.0.0.0/8"',
      'Error IST0106 spec.rules[0].from[0].source.ipBlocks[1] is empty; remove it, or write "*" for any value',
    ],
    [
      '{ rules: [{ to: [{ operation: { ports: ["0", "65536", http] } }] }] }',
      'Warning IST9012 spec.rules[0].to[0].operation.ports[0] 0 is not a port; use a whole number from 1 to 65535',
      'Error IST0106 spec.rules[0].to[0].operation.ports[1] 65536 is not a port; use a whole number from 1 to 65535',
      'Error IST0106 spec.rules[0].to[0].operation.ports[2] "http" is not a port; use a whole number from 1 to 65535',
    ],
    [paths('/a/{*}/b/{**}')],
    [
      paths('/a/{b}'),
      'Error IST0106 spec.rules[0].to[0].operation.paths[0] "/a/{b}" has the segment "{b}"; a segment must be text, "{*}" or "{**}"',
    ],
    [
      paths('/{**}/{*}'),
      'Error IST0106 spec.rules[0].to[0].operation.paths[0] "/{**}/{*}" has another pattern after "{**}"; make "{**}" the last one',
    ],
    [
      paths('/a/*/b'),
      'Warning IST9012 spec.rules[0].to[0].operation.paths[0] "/a/*/b" has "*" where Istio compares it literally; write one, at the beginning or the end, or "{*}" for a segment',
    ],
    ['{ rules: [{ when: [{ key: "request.headers[x]", values: [a] }] }] }'],
    [
      '{ rules: [{ when: [{ key: source.ip, values: [a] }] }] }',
      'Error IST0106 spec.rules[0].when[0].values[0] "a" is neither an IP address nor a CIDR block such as "10.0.0.0/8"',
    ],
    [
      '{ rules: [{ when: [{ key: request.headers, values: [a] }] }] }',
      expect.stringContaining(
        'Error IST0106 spec.rules[0].when[0].key "request.headers" is not an attribute; use one of ',
      ),
    ],
    [
      '{ action: DENY, rules: [{ to: [{ operation: { methods: [GET] } }] }] }',
      `Warning IST0133 spec.rules[0] ${denies}`,
    ],
    ['{ action: DENY, rules: [{ to: [{ operation: { methods: [GET], ports: ["80"] } }] }] }'],
    [
      '{ action: DENY, rules: [{ from: [{ source: { requestPrincipals: ["a/b"] } }] }] }',
      `Warning IST0133 spec.rules[0] ${denies}`,
    ],
    ['{ action: DENY, rules: [{ from: [{ source: { namespaces: [a] } }] }] }'],
  ])('%s', (spec, ...expected) => expect(said('AuthorizationPolicy', spec)).toEqual(expected));
});

describe('a PeerAuthentication', () => {
  test.each<Case>([
    ['{ mtls: { mode: STRICT } }'],
    ['{ selector: { matchLabels: { a: b } }, portLevelMtls: { 80: { mode: DISABLE } } }'],
    [
      '{}',
      'Warning IST9010 spec.mtls sets no mode, and neither does a port, so nothing changes; set the mode',
    ],
  ])('%s', (spec, ...expected) => expect(said('PeerAuthentication', spec)).toEqual(expected));
});

describe('a RequestAuthentication', () => {
  const rule = (text: string) => `{ jwtRules: [{ ${text} }] }`;

  test.each<Case>([
    [rule('issuer: "https://a.com"')],
    [
      rule('audiences: [a]'),
      'Error IST0106 spec.jwtRules[0].issuer is missing, and may be left out only with jwksUri; add it',
    ],
    [
      rule('issuer: a, jwks: "{}"'),
      'Error IST0106 spec.jwtRules[0].jwks is not a JSON Web Key Set; write {"keys": [...]} with JSON Web Keys',
    ],
    [
      rule(
        `issuer: a, jwks: '{"keys": [{"kty": "oct", "k": "a"}, {"kty": "EC", "crv": "P-256", "x": "a", "y": "b"}]}'`,
      ),
      'Warning IST0133 spec.jwtRules[0].jwks keys[0] is a secret key, with which every reader of the manifest can sign tokens; use a key of type RSA, EC or OKP',
      'Warning IST9015 spec.jwtRules[0].jwks keys[1] is not a JSON Web Key for signatures; write a complete key of type RSA, EC, OKP or oct',
    ],
    [
      rule(`issuer: a, jwks: '{"keys": [{"kty": "RSA", "n": "a", "e": "b", "d": "c"}]}'`),
      'Warning IST0133 spec.jwtRules[0].jwks keys[0] is a private key, with which every reader of the manifest can sign tokens; publish the public part only',
    ],
  ])('%s', (spec, ...expected) => expect(said('RequestAuthentication', spec)).toEqual(expected));
});

describe('a ServiceEntry', () => {
  const tcp = 'ports: [{ name: tcp, number: 80, protocol: TCP }]';
  const http = 'ports: [{ name: http, number: 80, protocol: HTTP }]';

  test.each<Case>([
    [`{ hosts: [a.com], resolution: DNS, ${http} }`],
    [`{ hosts: [a.com], resolution: DNS, ${tcp} }`],
    [
      `{ hosts: [a.com], ${tcp} }`,
      'Warning IST0133 spec.ports[0].protocol TCP is recognized by its address only, and the entry has no addresses; add addresses',
    ],
    [
      `{ hosts: ["*a.com"], ${http} }`,
      'Warning IST0133 spec.hosts[0] "*a.com" has "*" as a part of a label; write "*." followed by whole labels',
    ],
    [
      `{ hosts: ["*.a.com"], resolution: DNS, ${http} }`,
      'Error IST0106 spec.hosts[0] "*.a.com" cannot be resolved; use DYNAMIC_DNS or NONE, or add endpoints',
    ],
    [
      `{ hosts: [a.com, b.com], resolution: DNS, addresses: [10.0.0.1], ports: [{ name: tls, number: 1, protocol: TLS }] }`,
      'Warning IST0133 spec.ports[0].protocol TLS on spec.addresses does not tell which of spec.hosts is meant; write a ServiceEntry for each host',
    ],
    [
      `{ hosts: [a.com], resolution: NONE, ${http}, workloadSelector: { labels: { a: b } } }`,
      'Warning IST0133 spec.workloadSelector is ignored with resolution NONE; use STATIC',
    ],
    [
      `{ hosts: [a.com], resolution: STATIC, ${http} }`,
      'Warning IST9016 spec.endpoints is missing, so there is nothing to connect to; add endpoints, or select workloads',
    ],
    [
      `{ hosts: [a.com], resolution: STATIC, ${http}, endpoints: [{ address: 10.0.0.1, ports: { https: 1 } }] }`,
      'Error IST0106 spec.endpoints[0].ports has "https", which is not the name of a port of the entry; use one of: http',
    ],
    [
      `{ hosts: [a.com, b.com], resolution: STATIC, addresses: [10.0.0.1], ${tcp}, endpoints: [{ address: 10.0.0.1 }] }`,
      'Error IST0106 spec.ports[0].protocol TCP does not tell which of spec.hosts is meant; write a ServiceEntry for each host',
    ],
    [`{ hosts: [a.com], resolution: DNS, ${http}, exportTo: ["~"] }`],
    [
      `{ hosts: [a.com], resolution: DNS, ${http}, exportTo: ["~", "."] }`,
      'Error IST0106 spec.exportTo[0] "~" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends',
    ],
  ])('%s', (spec, ...expected) => expect(said('ServiceEntry', spec)).toEqual(expected));

  test('that takes no address of its own', () => {
    const label = ', labels: { networking.istio.io/enable-autoallocate-ip: "false" }';
    expect(said('ServiceEntry', `{ hosts: [a.com], resolution: DNS, ${tcp} }`, label)).toEqual([
      'Warning IST0133 spec.ports[0].protocol TCP is recognized by its address only, and the entry has no addresses; add addresses',
    ]);
  });
});

describe('a Sidecar', () => {
  test.each<Case>([
    ['{ egress: [{ hosts: ["./*", "istio-system/*"] }] }'],
    [
      '{}',
      'Error IST0106 spec has no egress, ingress, outboundTrafficPolicy or inboundConnectionPool, so nothing changes; set one of them',
    ],
    [
      '{ egress: [{ hosts: ["./*", shop/a.com] }] }',
      'Warning IST0133 spec.egress[0].hosts[1] "shop/a.com" overlaps another host of its namespace; keep one of them',
    ],
    [
      '{ egress: [{ hosts: ["*/*", "./a.com"] }] }',
      'Warning IST0133 spec.egress[0].hosts has "*/*", which means every host, and other entries; remove the others',
    ],
    [
      '{ egress: [{ hosts: [a.com] }, { hosts: ["./*"] }] }',
      'Error IST0106 spec.egress[0].hosts[0] "a.com" does not begin with a namespace; write "namespace/host", "./host" or "*/host"',
      'Error IST0106 spec.egress[0].port is missing, and only the last listener can be for all ports; add the port, or move the listener to the end',
    ],
    [
      '{ ingress: [{ port: { number: 80, protocol: HTTP, name: a }, defaultEndpoint: "127.0.0.1:80", tls: { mode: SIMPLE, serverCertificate: a, privateKey: b } }] }',
      'Error IST0106 spec.ingress[0].tls cannot be used with HTTP, which is not encrypted; use HTTPS or TLS',
    ],
  ])('%s', (spec, ...expected) => expect(said('Sidecar', spec)).toEqual(expected));
});

describe('annotations', () => {
  test.each([
    [
      'DestinationRule',
      '{ host: a }',
      'istio.io/dry-run: "true"',
      ['is for AuthorizationPolicies only; remove it'],
    ],
    ['AuthorizationPolicy', '{}', 'istio.io/dry-run: "true"', []],
    [
      'AuthorizationPolicy',
      '{}',
      'istio.io/dry-run: "yes"',
      ['"yes" is neither true nor false; use "true", or remove it'],
    ],
    [
      'AuthorizationPolicy',
      '{ action: AUDIT, rules: [{}] }',
      'istio.io/dry-run: "true"',
      ['cannot be used with action AUDIT; remove it, or use ALLOW or DENY'],
    ],
    [
      'DestinationRule',
      '{ host: a }',
      'internal.istio.io/parents: "a"',
      ['is reserved for Istio itself; remove it'],
    ],
    ['DestinationRule', '{ host: a }', 'example.com/parents: "a"', []],
  ])('of a %s %s %s', (kind, spec, annotation, expected) => {
    const [name] = annotation.split(': ');
    expect(said(kind, spec, `, annotations: { ${annotation} }`)).toEqual(
      expected.map((message) => `Error IST0106 metadata.annotations["${name}"] ${message}`),
    );
  });
});

test('a name that Kubernetes completes', () => {
  const yaml = (metadata: string) =>
    `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { ${metadata} }\nspec: { host: a.com }\n`;
  const own = (metadata: string) => messagesOf(yaml(metadata)).filter((line) => line.includes('IST0106'));

  expect(own('generateName: a-')).toEqual([]);
  expect(own('name: a-')).toEqual([
    'Error IST0106 DestinationRule default/a-: metadata.name "a-" is not a Kubernetes name; use lower-case letters, digits, "-" and ".", with a letter or digit at both ends',
  ]);
});

describe('a rewritten path', () => {
  const rewritten = (match: string, uri: string) =>
    said(
      'VirtualService',
      `{ hosts: [a], http: [{ match: [{ uri: ${match} }], rewrite: { uri: '${uri}' }, route: [{ destination: { host: b } }] }] }`,
    );
  const field = 'spec.http[0].rewrite.uri';
  const written = (uri: string, part: string) =>
    `Warning IST9015 ${field} "${uri}" becomes the path as it is written, with "${part}" in it; to keep parts of the path, write uriRegexRewrite, where \\1 is what the first group matched`;

  test.each([
    ['/\\2', '\\2'],
    ['/$1', '$1'],
    ['/data/*/search', '*'],
  ])('that names a part of the old path: %s', (uri, part) => {
    expect(rewritten("{ regex: '/app(/|$)(.*)' }", uri)).toEqual([written(uri, part)]);
    expect(rewritten('{ prefix: /app/ }', uri)).toContainEqual(written(uri, part));
  });

  test.each([
    ['/app(/|$)(.*)', '/'],
    ['^/v[0-9]+/(.*)$', '/api'],
    ['/app/.*', '/'],
    ['/app(/.*)?', '/api'],
  ])('that loses the end: %s', (regex, uri) => {
    expect(rewritten(`{ regex: '${regex}' }`, uri)).toEqual([
      `Info IST9256 ${field} "${uri}" takes the place of the whole path where regex "${regex}" matches, and the end of the path is lost; match a prefix, or write uriRegexRewrite, to keep it`,
    ]);
  });

  test.each([
    ["{ regex: '/app/.*' }", '/status'],
    ["{ regex: '/app(/.*)?' }", '/index.html'],
    ["{ regex: '/.*' }", '/'],
    ["{ regex: '/items/[0-9]+' }", '/item'],
    ["{ regex: '/(a|b)' }", '/c/'],
    ['{ exact: /app }', '/'],
    ['{ prefix: /app/ }', '/'],
  ])('that may be meant: %s to %s', (match, uri) => {
    expect(rewritten(match, uri)).toEqual([]);
  });

  test('of a redirect', () => {
    const http = '[{ match: [{ uri: { prefix: /a } }], redirect: { uri: /b/$1 } }]';
    expect(said('VirtualService', `{ hosts: [a], http: ${http} }`)).toEqual([
      'Warning IST9015 spec.http[0].redirect.uri "/b/$1" becomes the path as it is written, with "$1" in it; a redirect keeps no parts of the path, so write the path that is meant',
    ]);
  });
});

describe('destinations of one route', () => {
  const routed = (protocol: string, ...destinations: string[]) =>
    said(
      'VirtualService',
      `{ hosts: [a], ${protocol}: [{ match: [{ port: 1${protocol === 'tls' ? ', sniHosts: [a]' : ''} }], route: [${destinations.join(', ')}] }] }`,
    );
  const one = 'destination: { host: b, subset: v1, port: { number: 80 } }';
  const half = `{ ${one}, weight: 50 }`;

  test.each(['http', 'tls', 'tcp'])('that are equal: %s', (protocol) => {
    expect(routed(protocol, half, half)).toEqual([
      `Warning IST9025 spec.${protocol}[0].route[1].destination is the same as spec.${protocol}[0].route[0].destination, which gets the traffic of both; name another destination, or add the weights up in one of them`,
    ]);
  });

  test('that are equal by their full names', () => {
    const full = half.replace('host: b', 'host: b.shop.svc.cluster.local');
    expect(routed('http', half, full)).toHaveLength(1);
    expect(routed('http', half, full.replace('shop', 'other'))).toEqual([]);
  });

  test.each([
    ['subset', half.replace('v1', 'v2')],
    ['port', half.replace('80', '81')],
    ['host', half.replace('host: b', 'host: c')],
    ['headers', `{ ${one}, weight: 50, headers: { response: { add: { x-half: two } } } }`],
  ])('that differ in %s', (_, other) => {
    expect(routed('http', half, other)).toEqual([]);
  });
});

test.each<Case>([
  [
    'GTE',
    'Warning IST9012 spec.rules[0].to[0].operation.methods[0] "GTE" is a method for which proxies answer 400 over HTTP/1.1; write "GET"',
  ],
  [
    'QUERY',
    'Warning IST9012 spec.rules[0].to[0].operation.methods[0] "QUERY" is a method for which proxies answer 400 over HTTP/1.1; name a method such as "GET"',
  ],
  [
    'X*',
    'Warning IST9012 spec.rules[0].to[0].operation.methods[0] "X*" is a method for which proxies answer 400 over HTTP/1.1; name a method such as "GET"',
  ],
  ['PROP*'],
  ['"*K"'],
])('a policy for method %s', (method, ...expected) => {
  expect(
    said('AuthorizationPolicy', `{ rules: [{ to: [{ operation: { methods: [${method}] } }] }] }`),
  ).toEqual(expected);
});
