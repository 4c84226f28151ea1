import { describeDiff, diff } from 'cdk8s-istio';

test('the canary changes what testers get, and how often others get v2', () => {
  // #region diff
  const old = 'docs/examples/reviews.yaml';
  const found = diff(old, [old, 'docs/examples/canary.yaml']);

  // An app and the manifests that it wrote last can be compared as well: diff('dist', app).
  expect(found.differences.map(({ change }) => change)).toEqual(['other destination', 'other weights']);
  expect(describeDiff(found).at(-1)).toBe(
    'Some requests change their fate: 1 other destination, 1 other weights',
  );
  // #endregion
});
