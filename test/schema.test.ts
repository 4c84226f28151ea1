import { schemaMistakes } from './schema';

const gateway = (spec: object) => ({ apiVersion: 'networking.istio.io/v1beta1', kind: 'Gateway', spec });
const server = { hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } };

test('accepts what the CRD accepts', () => {
  expect(schemaMistakes(gateway({ selector: { any: 'label' }, servers: [server] }))).toEqual([]);
  expect(schemaMistakes({ apiVersion: 'v1', kind: 'Service', spec: { whatever: 1 } })).toEqual([]);
});

test.each([
  [{ server: [] }, 'Gateway spec must NOT have additional properties {"additionalProperty":"server"}'],
  [
    { servers: [{ hosts: ['*'], port: { ...server.port, number: '80' } }] },
    'Gateway spec/servers/0/port/number must be integer {"type":"integer"}',
  ],
  [
    { servers: [{ hosts: ['*'] }] },
    'Gateway spec/servers/0 must have required property \'port\' {"missingProperty":"port"}',
  ],
])('refuses %j', (spec, mistake) => {
  expect(schemaMistakes(gateway(spec))).toEqual([mistake]);
});
