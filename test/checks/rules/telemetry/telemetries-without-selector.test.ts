import { telemetriesWithoutSelector } from '../../../../lib/checks/rules/telemetry/telemetries-without-selector';
import { object } from '../../../scene';
import { all, messagesBy } from '../../support';

const telemetry = (name: string, spec = '{}', namespace = 'shop') =>
  object('Telemetry', `${namespace}/${name}`, spec);

const several = (name: string) =>
  `Error IST0160 Telemetry shop/${name}: metadata.name is one of several Telemetries for all pods of namespace "shop": "a" and "b"; only one of them applies, so merge them or give all but one a selector`;

test.each([
  ['one', [telemetry('a')], []],
  ['two', [telemetry('a'), telemetry('b')], [several('a'), several('b')]],
  [
    'one besides one for some pods',
    [telemetry('a'), telemetry('b', '{ selector: { matchLabels: { app: web } } }')],
    [],
  ],
  [
    'one besides one for a gateway',
    [telemetry('a'), telemetry('b', '{ targetRefs: [{ kind: Gateway, name: g }] }')],
    [],
  ],
  ['one in each of two namespaces', [telemetry('a'), telemetry('b', '{}', 'other')], []],
])('Telemetries for all of a namespace: %s', (_, objects, expected) => {
  expect(messagesBy(telemetriesWithoutSelector, all(...objects))).toEqual(expected);
});
