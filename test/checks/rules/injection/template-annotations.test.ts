import { messagesOf } from '../../support';

function saidOf(annotation: string, value: string, inject = 'true', kind = 'Deployment'): string[] {
  const labels = `{sidecar.istio.io/inject: "${inject}"}`;
  return messagesOf(`
apiVersion: apps/v1
kind: ${kind}
metadata: {name: a}
spec: {template: {metadata: {labels: ${labels}, annotations: {${annotation}: ${JSON.stringify(value)}}}}}`);
}

const at = (annotation: string, kind = 'Deployment') =>
  `${kind} default/a: spec.template.metadata.annotations["${annotation}"]`;
const PORT = 'traffic.sidecar.istio.io/excludeOutboundPort';
const EXPORT = 'networking.istio.io/exportTo';
const PORTS = 'traffic.sidecar.istio.io/excludeOutboundPorts';

test.each([
  [
    PORT,
    '80',
    `Warning IST9106 ${at(PORT)} is not an annotation that Istio knows; correct its name, or remove it`,
  ],
  [
    EXPORT,
    '.',
    `Warning IST9106 ${at(EXPORT)} has no effect on pods; Istio reads it from objects of kind Service`,
  ],
  [
    PORTS,
    'x',
    `Error IST9107 ${at(PORTS)} "x" is not a port; use numbers up to 65535 with "," between them (the injector refuses the pods)`,
  ],
  [PORTS, '80', undefined],
  ['galley.istio.io/analyze-suppress', 'IST0118', undefined],
  ['example.com/istio', 'x', undefined],
])('%s: %s', (annotation, value, message) => {
  expect(saidOf(annotation, value)).toEqual(message ? [message] : []);
});

test('a wrong value hurts nobody where nothing is injected', () => {
  expect(saidOf(PORTS, 'x', 'false')).toEqual([]);
});

test('other owners of pods are looked at too', () => {
  expect(saidOf(PORT, '80', 'true', 'StatefulSet')).toEqual([
    `Warning IST9106 ${at(PORT, 'StatefulSet')} is not an annotation that Istio knows; correct its name, or remove it`,
  ]);
});
