import { texts } from '../../lib/manifests/manifest';

test.each([
  [{ a: 'b' }, { a: 'b' }],
  [
    { a: 1, b: true, c: null },
    { a: '1', b: 'true', c: '' },
  ],
  [
    { a: { toString: 1 }, b: [], c: 'd' },
    { a: '', b: '', c: 'd' },
  ],
  [['a'], {}],
  ['a', {}],
  [undefined, {}],
])('the labels %j', (map, expected) => {
  expect(texts(map)).toEqual(expected);
});
