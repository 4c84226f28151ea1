import { object, to, virtualService } from '../../../scene';
import { findingsOf } from '../../support';

const LEAF = virtualService('shop/leaf', `{ http: [{ ${to('reviews')} }] }`);
const root = (namespace: string) =>
  virtualService(`${namespace}/root`, '{ hosts: [a.example.com], http: [{ delegate: { name: leaf } }] }');

test('a delegate that nobody delegates to', () => {
  expect(findingsOf('IST9284', LEAF)).toEqual([
    'Warning IST9284 VirtualService shop/leaf: spec.hosts is missing, and no VirtualService in these manifests delegates to this one, so it has no effect; add hosts, or, if a VirtualService elsewhere delegates to it, pass it as --context',
  ]);
  expect(findingsOf('IST9284', LEAF, root('other'))).toHaveLength(1);
});

test('a delegate with a root, and a VirtualService with hosts', () => {
  expect(findingsOf('IST9284', LEAF, root('shop'))).toEqual([]);
  expect(
    findingsOf('IST9284', object('VirtualService', 'a', `{ hosts: [a], http: [{ ${to('b')} }] }`)),
  ).toEqual([]);
});
