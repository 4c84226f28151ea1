import { type HeaderPlan, headerPlan, withHeaders } from '../../../lib/routing/treatment/headers';

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
