import { lightstepProvider } from '../../../../lib/checks/rules/telemetry/lightstep-provider';
import { parseMeshConfig } from '../../../../lib/istiod/mesh-config';
import { object } from '../../../scene';
import { messagesBy } from '../../support';

const telemetry = object(
  'Telemetry',
  'istio-system/mesh-default',
  '{ tracing: [{ providers: [{ name: other }, { name: tracer }] }] }',
);

test.each([
  [
    '[{ name: tracer, lightstep: { service: l } }]',
    [
      'Warning IST0002 Telemetry istio-system/mesh-default: spec.tracing[0].providers[1].name "tracer" is a Lightstep provider, which proxies no longer support; use an OpenTelemetry provider',
    ],
  ],
  ['[{ name: tracer, opentelemetry: { service: o } }]', []],
  ['[{ name: unused, lightstep: { service: l } }]', []],
  ['[]', []],
])('with providers %s', (extensionProviders, expected) => {
  const mesh = parseMeshConfig(`extensionProviders: ${extensionProviders}`);
  expect(messagesBy(lightstepProvider, telemetry, { mesh })).toEqual(expected);
});
