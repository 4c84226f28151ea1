import { canonicalQuantity } from '../../lib/constructs/workloads/quantity';

test.each([
  ['0', '0'],
  ['0m', '0'],
  ['10m', '10m'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['0.5', '500m'],
  ['1.50', '1500m'],
  ['0.0005', '500u'],
  ['2.0', '2'],
  ['1000', '1k'],
  ['128Mi', '128Mi'],
  ['1024Mi', '1Gi'],
  ['1536Mi', '1536Mi'],
  ['1024', '1024'],
  ['1024Ki', '1Mi'],
  ['1.5Gi', '1.5Gi'],
  ['1e3', '1e3'],
  ['much', 'much'],
  ['', ''],
])('%s is written as %s', (text, canonical) => {
  expect(canonicalQuantity(text)).toBe(canonical);
});
