import { Chart, Testing } from 'cdk8s';
import { Protocol, Service, type ServicePort } from 'cdk8s-plus-28';
import { Destination, type DestinationReference, ServiceReference, VirtualService } from '../../lib';
import { mistakesOf, newChart, newService, specOf } from '../support';

const PORTS: ServicePort[] = [
  { port: 80, name: 'http' },
  { port: 9090, name: 'metrics' },
];

function routesTo(to: DestinationReference): VirtualService {
  return new VirtualService(newChart(), 'routes', { hosts: ['shop.example.com'], http: [{ to }] });
}

function destinationOf(to: DestinationReference): unknown {
  const { http } = specOf(routesTo(to)) as { http: [{ route: [{ destination: unknown }] }] };
  return http[0].route[0].destination;
}

function mistakesWith(to: DestinationReference): string[] {
  return mistakesOf(routesTo(to)).map((line) =>
    line.replace('[test/routes] VirtualService "test-routes": spec.http[0].route[0].', ''),
  );
}

test('a Service in the same namespace', () => {
  expect(destinationOf(newService(newChart(), 'shop', [{ port: 8080 }]))).toEqual({
    host: 'shop',
    port: { number: 8080 },
  });
});

test('a Service in another namespace', () => {
  expect(destinationOf(newService(newChart('prod'), 'shop'))).toEqual({
    host: 'shop.prod.svc.cluster.local',
    port: { number: 80 },
  });
});

test('a Service elsewhere in the cluster', () => {
  const reference = (namespaceName?: string) =>
    ServiceReference.fromServiceName(newChart(), 'shop', 'shop', { namespaceName, ports: PORTS });

  expect(destinationOf(Destination.service(reference(), { port: 'metrics' }))).toEqual({
    host: 'shop',
    port: { number: 9090 },
  });
  expect(destinationOf(Destination.service(reference('prod'), { port: 80 }))).toEqual({
    host: 'shop.prod.svc.cluster.local',
    port: { number: 80 },
  });
  expect(mistakesWith(reference())).toEqual([expect.stringContaining('Service "shop" has several ports;')]);
});

test('Service and VirtualService both left to the namespace of kubectl', () => {
  const chart = new Chart(Testing.app(), 'test', { disableResourceNameHashes: true });
  const routes = new VirtualService(chart, 'routes', {
    hosts: ['shop'],
    http: [{ to: newService(chart, 'shop') }],
  });

  expect(specOf(routes)).toMatchObject({ http: [{ route: [{ destination: { host: 'shop' } }] }] });
  expect(mistakesOf(routes)).toEqual([]);
});

test('a port by number, by name, and a subset', () => {
  const service = newService(newChart(), 'shop', PORTS);

  expect(destinationOf(Destination.service(service, { port: 9090 }))).toEqual({
    host: 'shop',
    port: { number: 9090 },
  });
  expect(destinationOf(Destination.service(service, { port: 'http', subset: 'v2' }))).toEqual({
    host: 'shop',
    port: { number: 80 },
    subset: 'v2',
  });
});

test('a port that the Service gets later', () => {
  const service = newService(newChart(), 'shop', []);
  const routes = routesTo(service);
  service.bind(8080);

  expect(specOf(routes)).toMatchObject({ http: [{ route: [{ destination: { port: { number: 8080 } } }] }] });
});

test('a host by name', () => {
  expect(destinationOf(Destination.host('api.example.com'))).toEqual({ host: 'api.example.com' });
  expect(destinationOf(Destination.host('reviews', { port: 9080, subset: 'v1' }))).toEqual({
    host: 'reviews',
    port: { number: 9080 },
    subset: 'v1',
  });
});

test('the host of a Service, without its port', () => {
  const shop = newService(newChart('prod'), 'shop', [{ port: 80 }, { port: 81, name: 'admin' }]);
  const host = 'shop.prod.svc.cluster.local';
  expect(destinationOf(Destination.host(shop))).toEqual({ host });
  expect(destinationOf(Destination.host(shop, { port: 81, subset: 'v1' }))).toEqual({
    host,
    port: { number: 81 },
    subset: 'v1',
  });
});

test('an alias for another host, which needs no port', () => {
  const service = new Service(newChart(), 'api', {
    metadata: { name: 'api' },
    externalName: 'api.example.com',
  });

  expect(destinationOf(service)).toEqual({ host: 'api' });
  expect(destinationOf(Destination.service(service, { port: 443 }))).toEqual({
    host: 'api',
    port: { number: 443 },
  });
  expect(mistakesWith(service)).toEqual([]);
});

describe('refuses', () => {
  const known = '80 (http), 9090 (metrics)';

  test('a Service with several ports when none is named', () => {
    expect(mistakesWith(newService(newChart(), 'shop', PORTS))).toEqual([
      'destination.port Service "shop" has several ports; ' +
        `choose one with Destination.service(service, { port }) among: ${known} [IST9043]`,
    ]);
  });

  test('a port that the Service does not have', () => {
    const service = newService(newChart(), 'shop', PORTS);

    expect(mistakesWith(Destination.service(service, { port: 'grpc' }))).toEqual([
      `destination.port Service "shop" has no port "grpc"; its ports are: ${known} [IST0101]`,
    ]);
    expect(mistakesWith(Destination.service(service, { port: 81 }))).toEqual([
      `destination.port Service "shop" has no port 81; its ports are: ${known} [IST0101]`,
    ]);
  });

  test('a Service with UDP ports alone', () => {
    const service = newService(newChart(), 'dns', [{ port: 53, protocol: Protocol.UDP }]);

    expect(mistakesWith(service)).toEqual([
      'destination.port Service "dns" has no port; its ports are: none [IST0101]',
    ]);
  });

  test('a Service without ports', () => {
    const service = newService(newChart('default', Testing.app()), 'shop', []);

    expect(mistakesWith(service)).toEqual([
      'destination.port Service "shop" has no port; its ports are: none [IST0101]',
    ]);
  });

  test('a Service whose namespace is not known', () => {
    const service = newService(new Chart(Testing.app(), 'nowhere'), 'shop');

    expect(mistakesWith(service)).toEqual([
      'destination.host refers to Service "shop", which has no namespace, but this object is in "default"; ' +
        'set the namespace of its chart, or its namespaceName if it is a reference [IST9043]',
    ]);
  });

  test.each([
    ['*', {}, 'destination.host "*" means every host; name one host [IST0106]'],
    [
      'shop_1',
      {},
      'destination.host "shop_1" is not a host name; write a name such as "shop.example.com", "*.example.com" or "*" [IST0106]',
    ],
    [
      'shop',
      { port: 0 },
      'destination.port.number 0 is not a port; use a whole number from 1 to 65535 [IST0106]',
    ],
    [
      'shop',
      { subset: 'v_1' },
      'destination.subset "v_1" is not a DNS label; use at most 63 letters, digits and "-", with a letter or digit at both ends [IST0106]',
    ],
  ])('host %s %j', (host, options, mistake) => {
    expect(mistakesWith(Destination.host(host, options))).toEqual([mistake]);
  });

  test('accepts their neighbours', () => {
    expect(mistakesWith(Destination.host('10', { port: 65535, subset: 'v-1' }))).toEqual([]);
    expect(mistakesWith(Destination.host('*.example.com', { port: 443 }))).toEqual([]);
  });
});
