import { readYaml } from '../../../../lib/manifests/read-yaml';
import { object } from '../../../scene';
import { messagesOfValid } from '../../support';

const virtualService = (destination: string, rest = '') =>
  object(
    'VirtualService',
    'default/web',
    `{ hosts: [web], http: [{ route: [{ destination: ${destination} }] }], ${rest} }`,
  );
const service = (fullName: string, ports: string, annotations = '{}') =>
  object('Service', fullName, `{ ports: ${ports} }`, { annotations });
const serviceEntry = (fullName: string, host: string, rest = '') =>
  object('ServiceEntry', fullName, `{ hosts: ["${host}"], ports: [{ number: 443, name: web }], ${rest} }`);

const messages = (yaml: string) => messagesOfValid(['IST0101', 'IST0112'], yaml);
const unknown = (host: string, field = 'http[0].route[0].destination') =>
  `Error IST0101 VirtualService default/web: spec.${field}.host "${host}" is unknown: no Service and no ServiceEntry that is visible here has this host; name a Service in this namespace, write "name.namespace.svc.cluster.local" for a Service in another one, or add a ServiceEntry`;
const elsewhere = '; if the host exists outside these manifests, name its file with --context';

const one = service('default/reviews', '[{ port: 80 }]');
const two = service('default/reviews', '[{ port: 80, name: a }, { port: 81, name: b }]');

describe('a Service', () => {
  test.each([
    ['here', '{ host: reviews }', one, []],
    ['here, by its long name', '{ host: reviews.default.svc.cluster.local }', one, []],
    [
      'with its namespace only',
      '{ host: reviews.default }',
      one,
      [
        'Error IST0101 VirtualService default/web: spec.http[0].route[0].destination.host "reviews.default" is unknown, because Istio does not complete a name with a dot; write "reviews.default.svc.cluster.local"',
      ],
    ],
    [
      'nowhere, with its namespace only',
      '{ host: bogus.default }',
      one,
      [unknown('bogus.default') + elsewhere],
    ],
    ['nowhere', '{ host: bogus }', one, [unknown('bogus')]],
    [
      'of another namespace',
      '{ host: reviews }',
      service('other/reviews', '[{ port: 80 }]'),
      [unknown('reviews') + elsewhere],
    ],
    [
      'of another namespace, by its long name',
      '{ host: reviews.other.svc.cluster.local }',
      service('other/reviews', '[{ port: 80 }]'),
      [],
    ],
    [
      'that is kept to another namespace',
      '{ host: reviews.other.svc.cluster.local }',
      service('other/reviews', '[{ port: 80 }]', '{ networking.istio.io/exportTo: "." }'),
      [unknown('reviews.other.svc.cluster.local')],
    ],
    [
      'that is exported here',
      '{ host: reviews.other.svc.cluster.local }',
      service('other/reviews', '[{ port: 80 }]', '{ networking.istio.io/exportTo: "third,default" }'),
      [],
    ],
    ['of Istio', '{ host: istiod.istio-system.svc.cluster.local, port: { number: 15012 } }', '', []],
    ['with its port', '{ host: reviews, port: { number: 80 } }', one, []],
    [
      'with another port',
      '{ host: reviews, port: { number: 9 } }',
      two,
      [
        'Error IST0101 VirtualService default/web: spec.http[0].route[0].destination.port.number 9 does not exist: "reviews" has ports 80 and 81; use one of them',
      ],
    ],
    [
      'without ports',
      '{ host: reviews, port: { number: 9 } }',
      service('default/reviews', '[]'),
      [
        'Error IST0101 VirtualService default/web: spec.http[0].route[0].destination.port.number 9 does not exist: "reviews" has no ports',
      ],
    ],
    [
      'with several ports and no choice',
      '{ host: reviews }',
      two,
      [
        'Error IST0112 VirtualService default/web: spec.http[0].route[0].destination.host "reviews" has the ports 80 and 81; add port.number to choose one of them',
      ],
    ],
  ])('%s', (_, destination, others, expected) => {
    expect(messages(virtualService(destination) + others)).toEqual(expected);
  });
});

describe('a ServiceEntry', () => {
  test.each([
    ['of another namespace', 'api.example.com', serviceEntry('other/api', 'api.example.com'), '', []],
    [
      'kept to another namespace',
      'api.example.com',
      serviceEntry('other/api', 'api.example.com', 'exportTo: ["."]'),
      '',
      [unknown('api.example.com')],
    ],
    [
      'exported here',
      'api.example.com',
      serviceEntry('other/api', 'api.example.com', 'exportTo: [third, default]'),
      '',
      [],
    ],
    [
      'exported to where the VirtualService is exported',
      'api.example.com',
      serviceEntry('other/api', 'api.example.com', 'exportTo: [third]'),
      'exportTo: [third]',
      [],
    ],
    ['with a wildcard', 'a.b.example.com', serviceEntry('other/api', '*.example.com'), '', []],
    ['with the wildcard itself', '*.example.com', serviceEntry('other/api', '*.example.com'), '', []],
    [
      'with a wildcard for names below it',
      'example.com',
      serviceEntry('other/api', '*.example.com'),
      '',
      [unknown('example.com')],
    ],
  ])('%s', (_, host, others, rest, expected) => {
    expect(messages(virtualService(`{ host: "${host}" }`, rest) + others)).toEqual(expected);
  });
});

test('looks at every kind of route, and at mirrors', () => {
  const destination = (host: string) => `{ destination: { host: ${host} } }`;
  const spec = `{
    hosts: [web],
    tcp: [{ route: [${destination('a')}] }],
    tls: [{ match: [{ sniHosts: [web] }], route: [${destination('b')}] }],
    http: [
      { match: [{ uri: { exact: / } }], route: [${destination('c')}], mirror: { host: d } },
      { route: [${destination('e')}], mirrors: [${destination('f')}] }
    ]
  }`;
  expect(messages(object('VirtualService', 'default/web', spec))).toEqual([
    unknown('a', 'tcp[0].route[0].destination') + elsewhere,
    unknown('b', 'tls[0].route[0].destination') + elsewhere,
    unknown('c', 'http[0].route[0].destination') + elsewhere,
    unknown('d', 'http[0].mirror') + elsewhere,
    unknown('e', 'http[1].route[0].destination') + elsewhere,
    unknown('f', 'http[1].mirrors[0].destination') + elsewhere,
  ]);
});

test('takes what exists already as known', () => {
  const { manifests: context } = readYaml(one, 'context.yaml');
  expect(messagesOfValid(['IST0101'], virtualService('{ host: reviews }'), { context })).toEqual([]);
});

test('every object of a repeated name is reported', () => {
  const yaml = virtualService('{ host: bogus }') + virtualService('{ host: other }');
  expect(messages(yaml)).toEqual([unknown('bogus') + elsewhere, unknown('other') + elsewhere]);
});
