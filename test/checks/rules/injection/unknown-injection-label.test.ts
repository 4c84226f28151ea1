import { messagesOf } from '../../support';

const INJECT = 'sidecar.istio.io/inject';

test.each([
  ['"yes"', 'yes'],
  ['"False"', 'False'],
  ['enabled', 'enabled'],
  ['""', ''],
  ['"true"', undefined],
  ['"false"', undefined],
])('the label %s', (value, shown) => {
  const text = `"${shown}" is ignored; use "true" or "false"`;
  const metadata = `{name: a, labels: {${INJECT}: ${value}}}`;
  expect(messagesOf(`{apiVersion: v1, kind: Pod, metadata: ${metadata}}`)).toEqual(
    shown === undefined ? [] : [`Warning IST9104 Pod default/a: metadata.labels["${INJECT}"] ${text}`],
  );
  const template = `{metadata: ${metadata}}`;
  expect(
    messagesOf(`{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a}, spec: {template: ${template}}}`),
  ).toEqual(
    shown === undefined
      ? []
      : [`Warning IST9104 DaemonSet default/a: spec.template.metadata.labels["${INJECT}"] ${text}`],
  );
});
