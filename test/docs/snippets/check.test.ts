import { check, describeMessage } from 'cdk8s-istio';

test('the mistakes in shop.yaml', () => {
  // #region check
  const messages = check('docs/examples/shop.yaml', { ignore: ['IST0132'] });
  const errors = messages.filter(({ level }) => level === 'Error');

  expect(errors.map(({ object, field, line }) => `${object.kind} ${object.name} ${field} ${line}`)).toEqual([
    'VirtualService reviews spec.gateways[0] 8',
    'VirtualService reviews spec.http[0].route[0].destination.subset 11',
  ]);
  expect(messages.map(describeMessage).at(-1)).toBe(
    'docs/examples/shop.yaml:12: Info [IST0131] (VirtualService shop/reviews) spec.http[1] is never reached, because spec.http[0] before it takes all traffic that it matches; move it up, or remove it',
  );
  // #endregion
});
