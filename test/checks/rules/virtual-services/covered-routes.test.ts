import { gateway, routes, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const destination = [{ destination: { host: 'plants' } }];
const route = (...match: object[]) => ({ ...(match.length > 0 ? { match } : {}), route: destination });
const prefix = (text: string, rest: object = {}) => ({ uri: { prefix: text }, ...rest });
const method = (condition: object, rest: object = {}) => ({ method: condition, ...rest });
const headers = (condition: object, rest: object = {}) => ({ headers: { 'x-user': condition }, ...rest });
const without = (condition: object) => ({ withoutHeaders: { 'X-User': condition } });
const findings = (...http: object[]) => findingsOf('IST9011', gateway('gw'), routes('a', http));
const never = (place: number, covers: string) =>
  `Warning IST9011 VirtualService default/a: spec.http[${place}] is never reached, because ${covers} all traffic that it matches; move it up, or remove it`;
const two = 'spec.http[0] and spec.http[1] before it together take';

test.each<[string, object[], string]>([
  [
    'with and without a header',
    [route(prefix('/a', headers({}))), route(prefix('/a', without({}))), route({ uri: { exact: '/a' } })],
    never(2, two),
  ],
  [
    'two halves of the methods',
    [route(method({ regex: 'P.*' })), route(method({ regex: '[^P].*' })), route()],
    never(2, two),
  ],
  [
    'the paths of an expression',
    [route(prefix('/a')), route(prefix('/b')), route({ uri: { regex: '/(a|b)/\\d+' } })],
    never(2, two),
  ],
  [
    'a prefix by an expression',
    [route({ uri: { regex: '/a.*' } }), route(prefix('/a/b'))],
    never(1, 'spec.http[0] before it takes'),
  ],
  [
    'a header that is unwanted with one value, which is another condition than a wanted one',
    [route(headers({ exact: 'jason' })), route(without({ exact: 'jason' })), route(prefix('/a'))],
    never(2, two),
  ],
  [
    'a parameter',
    [
      route({ queryParams: { q: { regex: '[a-m].*' } } }),
      route({ queryParams: { q: { regex: '[^a-m].*' } } }),
      route({ queryParams: { q: { prefix: 'x' } } }),
    ],
    never(2, 'spec.http[1] before it takes'),
  ],
  [
    'each of two matches, by routes in three places',
    [
      route(prefix('/a', headers({}))),
      route(prefix('/a', without({}))),
      route({ uri: { regex: '/b.*' } }),
      route({ uri: { exact: '/a/x' } }, { uri: { exact: '/b/x' } }),
    ],
    never(3, 'spec.http[0], spec.http[1] and spec.http[2] before it together take'),
  ],
  [
    'the same port, scheme and labels',
    [
      route(headers({}, { port: 80, scheme: { exact: 'http' }, sourceLabels: { app: 'a' } })),
      route({ ...without({}), port: 80 }),
      route({ port: 80, scheme: { exact: 'http' }, sourceLabels: { app: 'a' }, uri: { regex: '/x.*' } }),
    ],
    never(2, two),
  ],
  [
    'the names of matches and statistics',
    [route(headers({}, { name: 'with', statPrefix: 'x' })), route(without({})), route(prefix('/a'))],
    never(2, two),
  ],
  [
    'any case',
    [route(prefix('/A', { ignoreUriCase: true })), route({ uri: { regex: '/[aA]/x' } })],
    never(1, 'spec.http[0] before it takes'),
  ],
])('routes cover a later one together: %s', (_, http, expected) => {
  expect(findings(...http)).toEqual([expected]);
});

test.each<[string, object[]]>([
  [
    'HTTP/2 has more methods',
    [...['GET', 'POST', 'PUT'].map((one) => route(method({ exact: one }))), route()],
  ],
  [
    'the header may be missing',
    [route(headers({ regex: 'a.*' })), route(headers({ regex: '[^a].*|' })), route()],
  ],
  [
    'a missing header counts as an empty one',
    [route(headers({})), route(without({ regex: '.*' })), route(prefix('/a'))],
  ],
  [
    'one of the routes is for a port',
    [route(headers({}, { port: 80 })), route(without({})), route(prefix('/a'))],
  ],
  [
    'one of the routes is for other clients',
    [route(headers({}, { sourceLabels: { app: 'a' } })), route(without({})), route(prefix('/a'))],
  ],
  [
    'one of the routes is for one gateway',
    [route(headers({}, { gateways: ['gw'] })), route(without({})), route(prefix('/a'))],
  ],
  [
    'gateways make labels void',
    [
      route(headers({}, { sourceLabels: { app: 'a' } })),
      route(without({})),
      route(prefix('/a', { sourceLabels: { app: 'a' }, gateways: ['gw'] })),
    ],
  ],
  [
    'gateways make labels void, and a single route has them',
    [
      route({ sourceLabels: { app: 'a' } }),
      route(prefix('/a', { sourceLabels: { app: 'a' }, gateways: ['gw'] })),
    ],
  ],
  [
    'a claim depends on policies',
    [
      route({ headers: { '@request.auth.claims.role': { regex: 'a.*' } } }),
      route({ withoutHeaders: { '@request.auth.claims.role': { regex: 'a.*' } } }),
      route(prefix('/a')),
    ],
  ],
  [
    'the prefix is longer',
    [route(prefix('/a/', headers({}))), route(prefix('/a', without({}))), route(prefix('/a'))],
  ],
  [
    'an expression cannot be compared',
    [
      route(headers({ regex: '\\bx.*' })),
      route(headers({ regex: '\\Bx.*' })),
      route(headers({ exact: 'x' })),
    ],
  ],
  [
    'no request meets it',
    [route(prefix('/a')), route({ uri: { regex: '/b' }, headers: {}, ...method({ exact: '' }) })],
  ],
])('nothing is said where %s', (_, http) => {
  expect(findings(...http)).toEqual([]);
});

test('a route that a single one covers is reported once', () => {
  expect(findings(route(prefix('/a')), route({ uri: { exact: '/a/b' } }))).toEqual([
    never(1, 'spec.http[0] before it takes'),
  ]);
});

describe('delegates', () => {
  const part = (...http: object[]) => virtualService('part', { http });
  const delegating = (...match: object[]) => ({ match, delegate: { name: 'part' } });
  const split = [route(prefix('/a', headers({}))), route(prefix('/a', without({})))];
  const ofRoot = (name: string) =>
    `spec.http[0] of VirtualService "default/${name}" and spec.http[1] of VirtualService "default/${name}" before it together take`;

  test('a route of a delegate is covered by routes of its root', () => {
    const http = [...split, delegating(prefix('/'))];
    const delegate = part(route({ uri: { exact: '/a/x' } }), route(prefix('/b')));
    expect(findingsOf('IST9011', gateway('gw'), routes('a', http), delegate)).toEqual([
      never(0, ofRoot('a')).replace('default/a:', 'default/part:'),
    ]);
  });

  test('a route of a root is covered by routes of a delegate', () => {
    const http = [delegating(prefix('/a')), route({ uri: { exact: '/a/x' } })];
    const delegate = part(route(prefix('/a', headers({}))), route(prefix('/a', without({}))));
    expect(findingsOf('IST9011', gateway('gw'), routes('a', http), delegate)).toEqual([
      never(1, ofRoot('part')),
    ]);
  });

  test('the reference itself is covered', () => {
    const http = [...split, delegating(prefix('/a/'))];
    expect(findingsOf('IST9011', gateway('gw'), routes('a', http), part(route()))).toEqual([never(2, two)]);
  });

  test('another root has requests for the route', () => {
    const roots = [
      routes('a', [...split, delegating(prefix('/'))]),
      virtualService('b', { hosts: ['b.example.com'], gateways: ['gw'], http: [delegating(prefix('/'))] }),
    ];
    const delegate = part(route({ uri: { exact: '/a/x' } }), route(prefix('/b')));
    expect(findingsOf('IST9011', gateway('gw'), ...roots, delegate)).toEqual([]);
  });
});
