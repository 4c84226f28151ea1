import { normalizePath, pathAsMatched } from '../../../lib/routing/request/normalize-path';
import { readRequest } from '../../../lib/routing/request/read-request';
import type { TraceRequest } from '../../../lib/routing/request/request';
import { compileMatch } from '../../../lib/routing/route/match-request';

const request = (path: string, more: Partial<TraceRequest> = {}) =>
  readRequest({ url: `http://a.com:8080${path}`, ...more }).request;
const headers = (given: Record<string, string | string[]>) => ({ headers: given });

test.each([
  [{ uri: { prefix: '/api' } }, '/apiary', true],
  [{ uri: { prefix: '/api' } }, '/v1/api', false],
  [{ uri: { prefix: '' } }, '/', true],
  [{ uri: { exact: '/api' } }, '/api?a=b#c', true],
  [{ uri: { exact: '/api' } }, '/api/', false],
  [{ uri: { exact: '/API' }, ignoreUriCase: true }, '/api', true],
  [{ uri: { regex: '/API' }, ignoreUriCase: true }, '/api', false],
  [{ uri: { regex: '/a|/b' } }, '/a/more', false],
  [{ uri: { regex: '/a|/b' } }, '/b', true],
  [{ uri: {} }, '/x', true],
  [{ uri: { exact: '/b' } }, '/a/../b', true],
  [{ uri: { exact: '/b' } }, '//b', false],
])('%j of %s is %s (E4)', (match, path, expected) => {
  expect(compileMatch(match).conditions.every((one) => one.holds(request(path)))).toBe(expected);
});

test.each([
  [{ method: { exact: 'GET' } }, {}, true],
  [{ method: { exact: 'get' } }, {}, false],
  [{ scheme: { exact: 'http' } }, {}, true],
  [{ authority: { exact: 'a.com' } }, {}, false],
  [{ authority: { exact: 'a.com:8080' } }, {}, true],
  [{ headers: { 'X-User': { exact: 'j' } } }, headers({ 'x-user': 'j' }), true],
  [{ headers: { 'x-user': { exact: 'j' } } }, headers({ 'x-user': 'J' }), false],
  [{ headers: { 'x-user': { exact: 'a,b' } } }, headers({ 'x-user': ['a', 'b'] }), true],
  [{ headers: { 'x-user': {} } }, headers({ 'x-user': '' }), true],
  [{ headers: { 'x-user': {} } }, {}, false],
  [{ headers: { 'x-user': { exact: '' } } }, {}, false],
  [{ headers: { 'x-user': { exact: '' } } }, headers({ 'x-user': '' }), true],
  [{ headers: { 'x-user': { regex: 'a.' } } }, headers({ 'x-user': 'abc' }), false],
  [{ headers: { ':authority': { prefix: 'a.' } } }, {}, true],
  [{ withoutHeaders: { 'x-user': {} } }, {}, true],
  [{ withoutHeaders: { 'x-user': {} } }, headers({ 'x-user': '' }), false],
  [{ withoutHeaders: { 'x-user': { exact: 'j' } } }, {}, true],
  [{ withoutHeaders: { 'x-user': { exact: 'j' } } }, headers({ 'x-user': 'j' }), false],
  [{ withoutHeaders: { 'x-user': { regex: '.*' } } }, {}, false],
  [{ withoutHeaders: { 'x-user': { regex: '*' } } }, {}, true],
  [{ headers: { '@request.auth.claims.iss': { exact: 'i' } } }, { jwtClaims: { iss: 'i' } }, true],
  [
    { headers: { '@request.auth.claims[a][b]': { exact: 'c' } } },
    { jwtClaims: { a: { b: ['x', 'c'] } } },
    true,
  ],
  [{ headers: { '@request.auth.claims.iss': { exact: 'i' } } }, {}, false],
  [{ withoutHeaders: { '@request.auth.claims.iss': { exact: 'i' } } }, {}, true],
])('%j with %j is %s (E5, E6, E9)', (match, more, expected) => {
  expect(compileMatch(match).conditions.every((one) => one.holds(request('/', more)))).toBe(expected);
});

test.each([
  [{ a: {} }, '?a', true],
  [{ a: {} }, '', false],
  [{ a: { exact: '' } }, '?a=', true],
  [{ a: { exact: 'b' } }, '?a=b&a=c', true],
  [{ a: { exact: 'c' } }, '?a=b&a=c', false],
  [{ a: { exact: 'b c' } }, '?a=b%20c', false],
  [{ a: { regex: 'b+' } }, '?a=bbb', true],
  [{ a: { prefix: 'b' }, c: {} }, '?a=bbb', false],
])('query parameters %j of %s are %s (E7)', (queryParams, query, expected) => {
  expect(compileMatch({ queryParams }).conditions.every((one) => one.holds(request(`/${query}`)))).toBe(
    expected,
  );
});

test.each([
  [{}, true],
  [{ uri: { prefix: '/' } }, true],
  [{ uri: { regex: '.*' } }, true],
  [{ uri: { prefix: '' } }, false],
  [{ uri: { regex: '/.*' } }, false],
  [{ uri: { prefix: '/' }, method: { exact: 'GET' } }, false],
  [{ uri: { prefix: '/' }, port: 80, sourceLabels: { a: 'b' } }, true],
])('%j takes every request: %s (E3)', (match, expected) => {
  expect(compileMatch(match).isCatchAll).toBe(expected);
});

test.each([
  ['/a/./b/../c', '/a/c'],
  ['/a/..', '/'],
  ['/../a', '/a'],
  ['/a//b', '/a//b'],
  ['/a%2Fb', '/a%2Fb'],
  ['/%61%2e%2e', '/a..'],
  ['/a/%2E%2e/b', '/b'],
  ['/a\\b', '/a/b'],
  ['/a|b^c', '/a%7Cb%5Ec'],
])('%s becomes %s (E8)', (path, expected) => expect(normalizePath(path)).toBe(expected));

test.each([
  ['NONE', '/a/../b', '/a/../b'],
  ['BASE', '/a//b', '/a//b'],
  ['DEFAULT', '/a/../b', '/b'],
  ['MERGE_SLASHES', '/a//b%2Fc', '/a/b%2Fc'],
  ['MERGE_SLASHES', '/a//', '/a/'],
  ['MERGE_SLASHES', '///', '//'],
  ['MERGE_SLASHES', '/..//', '//'],
  ['MERGE_SLASHES', '/%2F', '/%2F'],
  ['DECODE_AND_MERGE_SLASHES', '/a/%2Fb%5Cc', '/a/b/c'],
  ['DECODE_AND_MERGE_SLASHES', '/%2F', '//'],
])('the mesh wants %s: %s becomes %s (E8)', (normalization, path, expected) => {
  expect(pathAsMatched(path, normalization)).toBe(expected);
});
