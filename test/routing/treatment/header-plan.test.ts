import { describeTrace, trace } from '../../../lib/routing';
import { type HeaderPlan, headerPlan, withHeaders } from '../../../lib/routing/treatment/header-plan';
import { app, gateway, routes } from '../../scene';
import { mesh } from '../outcomes';

const of = (request: object): HeaderPlan['request'] => headerPlan({ request }).request;

test.each([
  ['removed, set, added', { add: { x: 'c' }, set: { x: 'b' }, remove: ['x'] }, 'b,c'],
  ['added to a value', { add: { X: 'c' } }, 'a,c'],
  ['an empty value is not set', { set: { x: '' } }, 'a'],
  ['an empty value is not added', { add: { x: '' } }, 'a'],
])('operations of one level: %s (F8)', (_, operations, expected) => {
  expect(withHeaders(new Map([['x', 'a']]), of(operations)).get('x')).toBe(expected);
});

test('of two levels in the same list, set operations precede add operations (F8)', () => {
  const both = [...of({ add: { x: 'route' } }), ...of({ set: { x: 'destination' } })];
  expect(withHeaders(new Map(), both).get('x')).toBe('destination,route');
});

test('the trace tells the header operations of a destination beside it (F8)', () => {
  const headers = '{ request: { set: { x-a: b, Host: inner.com } }, response: { remove: [x-c] } }';
  const route = `{ destination: { host: a }, headers: ${headers} }`;
  const model = (more: string) =>
    mesh(app('a') + gateway('gw') + routes('one', `[{ route: [${route}]${more} }]`));
  const lines = (more = '') => describeTrace(trace(model(more), 'http://x.com/')).map((line) => line.trim());
  expect(lines()).toEqual(
    expect.arrayContaining(['rewrite: inner.com', 'set request header x-a: b', 'remove response header x-c']),
  );
  expect(lines(', rewrite: { authority: y.com }')).not.toContain('rewrite: inner.com');
});
