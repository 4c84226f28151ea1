import { texts } from '../../lib/manifests/manifest';

test.each([
  [{ a: 'b' }, { a: 'b' }],
  [
    { a: 1, b: true, c: null },
    { a: '1', b: 'true', c: '' },
  ],
  [
    { a: { toString: 1 }, b: [1] },
    { a: '', b: '' },
  ], // what cannot be spelled
  [['a'], {}],
  ['a', {}],
  [null, {}],
])('labels written as %j are %j', (written, read) => expect(texts(written)).toEqual(read));
