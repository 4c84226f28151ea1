import { nearest } from '../../lib/manifests/nearest';

test.each([
  ['jwksUrl', ['jwks_uri', 'jwksUri'], 'jwksUri'],
  ['jwks_url', ['jwks_uri', 'jwksUri'], 'jwks_uri'],
  ['wieght', ['weight', 'headers'], 'weight'],
  ['host', ['exportTo', 'gateways'], undefined],
])('%s among %j means %s', (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected);
});
