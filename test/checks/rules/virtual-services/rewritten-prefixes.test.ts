import { gateway, routes, virtualService } from '../../../scene';
import { findingsIn, findingsOf } from '../../support';

const destination = [{ destination: { host: 'plants' } }];
const rewriting = (uri: string, ...match: object[]) => ({ match, rewrite: { uri }, route: destination });
const prefix = (text: string, rest: object = {}) => ({ uri: { prefix: text }, ...rest });
const findings = (...http: object[]) => findingsOf('IST9022', gateway('gw'), routes('a', http));
const AT = 'Warning IST9022 VirtualService default/a: spec.http[0].rewrite.uri';

test('a slash too many', () => {
  expect(findings(rewriting('/', prefix('/plants')))).toEqual([
    `${AT} "/" takes the place of prefix "/plants" as text, so "/plants/x" becomes "//x", and "/plantsx", which matches too, becomes "/x"; match prefix "/plants/" and exact "/plants" instead`,
  ]);
});

test('a slash too few', () => {
  expect(findings(rewriting('/v2', prefix('/plants/')))).toEqual([
    `${AT} "/v2" takes the place of prefix "/plants/" as text, so "/plants/x" becomes "/v2x"; write "/v2/"`,
  ]);
  expect(findings(rewriting('/v2'))).toEqual([
    `${AT} "/v2" takes the place of "/", the prefix of a route that asks for no path, so "/a" becomes "/v2a"; write "/v2/"`,
  ]);
});

test.each<[string, object]>([
  ['both ends have a slash', rewriting('/', prefix('/plants/'))],
  ['neither end has one', rewriting('/v2', prefix('/plants'))],
  ['the whole path is replaced', rewriting('/', { uri: { exact: '/plants' } }, { uri: { regex: '/a.*' } })],
  ['the new path ends a word', rewriting('/file?name=', prefix('/files/'))],
  ['the prefix with a slash comes first', rewriting('/', prefix('/plants/'), prefix('/plants'))],
  ['the authority is rewritten', { rewrite: { authority: 'a.example.com' }, route: destination }],
])('nothing is said where %s', (_, route) => {
  expect(findings(route)).toEqual([]);
});

test.each<[string, object, boolean]>([
  ['for every request', prefix('/plants/'), false],
  ['by a pattern', { uri: { regex: '/plants/.+' } }, false],
  ['under the same conditions', prefix('/plants/', { method: { exact: 'GET' } }), false],
  ['under other conditions', prefix('/plants/', { method: { exact: 'PUT' } }), true],
  ['for another path', prefix('/plants/roses'), true],
])('a route before it takes these paths %s', (_, match, isReported) => {
  const get = prefix('/plants', { method: { exact: 'GET' } });
  const found = findings({ match: [match], route: destination }, rewriting('/', get));
  expect(found).toHaveLength(isReported ? 1 : 0);
});

test('a delegate rewrites the prefix of its root', () => {
  const delegating = { match: [prefix('/plants')], delegate: { name: 'part' } };
  const part = virtualService('part', { http: [{ rewrite: { uri: '/' }, route: destination }] });
  expect(findingsOf('IST9022', gateway('gw'), routes('a', [delegating]), part)).toEqual([
    expect.stringMatching(
      /^Warning IST9022 VirtualService default\/part: spec\.http\[0\]\.rewrite\.uri "\/" takes/,
    ),
  ]);
  const own = { ...delegating, rewrite: { uri: '/' } };
  const plain = virtualService('part', { http: [{ route: destination }] });
  expect(findingsOf('IST9022', gateway('gw'), routes('a', [own]), plain)).toEqual([
    expect.stringMatching(
      /^Warning IST9022 VirtualService default\/a: spec\.http\[0\]\.rewrite\.uri "\/" takes/,
    ),
  ]);
});

test('a mesh that merges slashes repairs them', () => {
  const mesh = { pathNormalization: { normalization: 'MERGE_SLASHES' } };
  const route = routes('a', [rewriting('/', prefix('/plants'))]);
  expect(findingsIn(mesh, 'IST9022', gateway('gw'), route)).toEqual([]);
});
