import { object } from '../../../scene';
import { messagesOfValid } from '../../support';

const virtualService = (destination: string) =>
  object(
    'VirtualService',
    'default/web',
    `{ hosts: [web], http: [{ route: [{ destination: ${destination} }] }] }`,
  );
const mirror = (destination: string) =>
  object(
    'VirtualService',
    'default/web',
    `{ hosts: [web], http: [{ route: [{ destination: { host: reviews } }], mirror: ${destination} }] }`,
  );
const destinationRule = (fullName: string, host: string, ...subsets: string[]) =>
  object(
    'DestinationRule',
    fullName,
    `{ host: "${host}", subsets: [${subsets.map((name) => `{ name: ${name} }`)}] }`,
  );
const service = object('Service', 'default/reviews', '{ ports: [{ port: 80 }] }');
const entry = object(
  'ServiceEntry',
  'default/api',
  '{ hosts: [a.example.com], ports: [{ number: 80, name: web }] }',
);

const unknown = (text: string, field = 'route[0].destination.subset') =>
  `Error IST0101 VirtualService default/web: spec.http[0].${field} ${text}`;

test.each([
  ['a subset', '{ host: reviews, subset: v1 }', destinationRule('default/a', 'reviews', 'v1'), []],
  [
    'of the long name, from another namespace',
    '{ host: reviews, subset: v1 }',
    destinationRule('other/a', 'reviews.default.svc.cluster.local', 'v1'),
    [],
  ],
  [
    'of a Service of another namespace',
    '{ host: reviews, subset: v1 }',
    destinationRule('other/a', 'reviews', 'v1'),
    [unknown('"v1" is unknown: no DestinationRule defines subset "v1" of "reviews"; define it')],
  ],
  [
    'of one of two DestinationRules',
    '{ host: reviews, subset: v2 }',
    destinationRule('default/a', 'reviews', 'v1') + destinationRule('default/b', 'reviews', 'v2'),
    [],
  ],
  [
    'under a wildcard',
    '{ host: a.example.com, subset: v1 }',
    destinationRule('other/a', '*.example.com', 'v1'),
    [],
  ],
  [
    'of another name',
    '{ host: reviews, subset: v3 }',
    destinationRule('default/a', 'reviews', 'v1', 'v2'),
    [
      unknown(
        '"v3" is unknown: no DestinationRule defines subset "v3" of "reviews"; define it, or use "v1" and "v2"',
      ),
    ],
  ],
  ['none', '{ host: reviews }', '', []],
])('%s', (_, destination, others, expected) => {
  expect(messagesOfValid(['IST0101'], virtualService(destination) + others + service + entry)).toEqual(
    expected,
  );
});

test('looks at mirrors, too', () => {
  expect(messagesOfValid(['IST0101'], mirror('{ host: reviews, subset: v1 }') + service)).toEqual([
    unknown(
      '"v1" is unknown: no DestinationRule defines subset "v1" of "reviews"; define it; if the rule exists outside these manifests, name its file with --context',
      'mirror.subset',
    ),
  ]);
});
