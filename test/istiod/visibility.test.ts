import {
  haveCommonViewers,
  inOrderOfVisibility,
  isVisibleIn,
  visibilityOf,
} from '../../lib/istiod/visibility';

const seenIn = (exportTo: unknown, meshDefault: unknown = ['*']) =>
  ['shop', 'web', '~'].filter((namespace) =>
    isVisibleIn(visibilityOf(exportTo, 'shop', meshDefault), namespace),
  );
const EVERYWHERE = ['shop', 'web', '~'];

test.each([
  [undefined, EVERYWHERE],
  [[], EVERYWHERE],
  [['*'], EVERYWHERE],
  [['.', '*'], EVERYWHERE],
  [['.'], ['shop']],
  [['shop'], ['shop']],
  [['web'], ['web']],
  [
    ['.', 'web'],
    ['shop', 'web'],
  ],
  [['~'], []],
  [['~', '.'], []],
  [[7], EVERYWHERE],
])('exportTo %j of an object in "shop" shows it to %j (B2)', (exportTo, expected) => {
  expect(seenIn(exportTo)).toEqual(expected);
});

test.each([
  [['.'], ['shop']],
  [['*'], EVERYWHERE],
  [['~'], []],
  [undefined, EVERYWHERE],
])(
  'the default %j of the mesh counts where an object has no exportTo, and only there',
  (meshDefault, seen) => {
    expect(seenIn(undefined, meshDefault)).toEqual(seen);
    expect(seenIn([], meshDefault)).toEqual(seen);
    expect(seenIn(['web'], meshDefault)).toEqual(['web']);
  },
);

test.each([
  [['*'], ['*'], true],
  [['*'], ['.'], true],
  [['*'], ['~'], false],
  [['.'], ['web'], false],
  [['.', 'web'], ['web'], true],
  [['~'], ['~'], false],
])('some namespace sees both what is exported to %j and to %j: %s', (a, b, expected) => {
  const [one, other] = [a, b].map((exportTo) => visibilityOf(exportTo, 'shop', ['*']));
  expect(one && other && haveCommonViewers(one, other)).toBe(expected);
  expect(one && other && haveCommonViewers(other, one)).toBe(expected);
});

test('what is private to a namespace counts there before what is exported to it, and that before what is public (C1)', () => {
  const item = (name: string, namespace: string, exportTo: string[]) => ({
    name,
    namespace,
    visibility: visibilityOf(exportTo, namespace, ['*']),
  });
  const items = [
    item('public', 'web', ['*']),
    item('own and public', 'shop', ['*']),
    item('exported', 'web', ['shop']),
    item('hidden', 'web', ['.']),
    item('private', 'shop', ['.']),
  ];
  expect(inOrderOfVisibility(items, 'shop').map(({ name }) => name)).toEqual([
    'private',
    'exported',
    'public',
    'own and public',
  ]);
});
