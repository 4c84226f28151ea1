import { telemetryProviders } from '../../../../lib/checks/rules/telemetry/telemetry-providers';
import { parseMeshConfig } from '../../../../lib/istiod/mesh-config';
import { object } from '../../../scene';
import { messagesBy } from '../../support';

const telemetry = (accessLogging: string) =>
  object('Telemetry', 'logs', `{ accessLogging: ${accessLogging} }`);

const missing = (i: number) =>
  `Warning IST0157 Telemetry default/logs: spec.accessLogging[${i}].providers is empty, and the mesh does not set "defaultProviders.accessLogging", so proxies do not log anything; name a provider, such as "envoy"`;

test.each([
  ['[{ providers: [{ name: envoy }] }, { filter: { expression: "true" } }]', [missing(1)]],
  ['[{ providers: [] }]', [missing(0)]],
  ['[{ disabled: false }]', [missing(0)]],
  ['[{ disabled: true }]', []],
  ['[]', []],
])('%s', (accessLogging, expected) => {
  expect(messagesBy(telemetryProviders, telemetry(accessLogging))).toEqual(expected);
});

test.each([
  ['{ accessLogging: [envoy] }', []],
  ['{ tracing: [zipkin] }', [missing(0)]],
])('with default providers %s', (defaultProviders, expected) => {
  const mesh = parseMeshConfig(`defaultProviders: ${defaultProviders}`);
  expect(messagesBy(telemetryProviders, telemetry('[{}]'), { mesh })).toEqual(expected);
});
