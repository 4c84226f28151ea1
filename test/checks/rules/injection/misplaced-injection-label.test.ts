import { messagesOf } from '../../support';

const INJECT = 'sidecar.istio.io/inject';

test.each([
  ['apps/v1', 'Deployment', 'spec.template'],
  ['apps/v1', 'StatefulSet', 'spec.template'],
  ['batch/v1', 'CronJob', 'spec.jobTemplate.spec.template'],
])('on a %s %s', (apiVersion, kind, template) => {
  const [outer, inner] = template === 'spec.template' ? ['{', '}'] : ['{jobTemplate: {spec: {', '}}}'];
  const scene = (owner: string, pod: string) => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: a, labels: ${owner}}
spec: ${outer}template: {metadata: {labels: ${pod}}}${inner}`;
  const label = `{${INJECT}: "false"}`;
  expect(messagesOf(scene(label, '{app: a}'))).toEqual([
    `Warning IST9101 ${kind} default/a: metadata.labels["${INJECT}"] has no effect here; injection looks at pods: move it to ${template}.metadata.labels`,
  ]);
  expect(messagesOf(scene(label, label))).toEqual([]);
  expect(messagesOf(scene('{app: a}', label))).toEqual([]);
});
