import { isHttp, isProxied, isTcp, isTls, protocolOf } from '../../../lib/istiod/registry/protocol';

describe('the protocol of a port', () => {
  test.each([
    ['http', 'HTTP'],
    ['HTTP', 'HTTP'],
    ['http-admin', 'HTTP'],
    ['http2-x', 'HTTP2'],
    ['grpc', 'GRPC'],
    ['grpc-api', 'GRPC'],
    ['grpc-web', 'GRPC-WEB'],
    ['gRPC-webui', 'GRPC-WEB'], // a prefix, without a "-" behind it
    ['https-x', 'HTTPS'],
    ['mongo-x', 'MONGO'],
    ['tcp', 'TCP'],
    ['udp-dns', 'UDP'],
    ['http_foo', undefined],
    ['httpfoo', undefined],
    ['web', undefined],
    ['-http', undefined],
    ['', undefined],
  ])('named "%s" is %s', (name, expected) => {
    expect(protocolOf(name, undefined, 8000)).toBe(expected);
  });

  test.each([
    ['http', 'grpc', 'GRPC'],
    ['http', 'kubernetes.io/h2c', 'HTTP2'],
    ['tcp', 'kubernetes.io/ws', 'HTTP'],
    ['tcp', 'kubernetes.io/wss', 'HTTPS'],
    ['http', 'example.com/mine', undefined], // the name is not asked
    ['http', '', undefined],
  ])('named "%s" with appProtocol "%s" is %s', (name, appProtocol, expected) => {
    expect(protocolOf(name, appProtocol, 8000)).toBe(expected);
  });

  test.each([
    [3306, 'db', 'TCP'],
    [3307, 'db', undefined],
    [25, 'smtp', 'TCP'],
    [53, 'dns', 'TCP'],
    [27017, 'http', 'HTTP'], // the name comes first
  ])('%d named "%s" is %s, for servers that speak first', (port, name, expected) => {
    expect(protocolOf(name, undefined, port)).toBe(expected);
  });

  test.each([
    ['UDP', 'UDP'],
    ['SCTP', 'HTTP'],
    [undefined, 'HTTP'],
  ])('with protocol %s and named "http" is %s', (l4, expected) => {
    expect(protocolOf('http', 'http', 80, l4)).toBe(expected);
  });
});

test.each([
  ['HTTP', ['http', 'proxied']],
  ['HTTP_PROXY', ['http', 'proxied']],
  ['GRPC-WEB', ['http', 'proxied']],
  ['HTTPS', ['tls', 'tcp', 'proxied']],
  ['TLS', ['tls', 'tcp', 'proxied']],
  ['MYSQL', ['tcp', 'proxied']],
  ['UDP', []],
  [undefined, []],
])('%s belongs to %j', (protocol, expected) => {
  const families = { http: isHttp, tls: isTls, tcp: isTcp, proxied: isProxied };
  const found = Object.entries(families).filter(([, holds]) => holds(protocol));
  expect(found.map(([family]) => family)).toEqual(expected);
});
