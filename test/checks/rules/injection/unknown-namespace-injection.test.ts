import { messagesOf } from '../../support';

test.each([
  ['"true"', 'true'],
  ['Enabled', 'Enabled'],
  ['enabled', undefined],
  ['disabled', undefined],
])('istio-injection: %s', (value, shown) => {
  const labels = `{istio-injection: ${value}}`;
  const message = `Warning IST9102 Namespace shop: metadata.labels.istio-injection "${shown}" leaves pods without sidecars; use "enabled", or "disabled" if that is meant`;
  expect(messagesOf(`{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: ${labels}}}`)).toEqual(
    shown === undefined ? [] : [message],
  );
});

test('no word at all is not a wrong word', () => {
  const labels = '{istio-injection: ""}';
  const messages = messagesOf(`{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: ${labels}}}`);
  expect(messages.map((message) => message.slice(0, 12))).toEqual(['Info IST0102']);
});
