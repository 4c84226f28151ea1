import { telemetrySelectors } from '../../../../lib/checks/rules/telemetry/telemetry-selectors';
import { labelledDeployment, object, pod } from '../../../scene';
import { all, messagesBy } from '../../support';

const telemetry = (name: string, labels: string) =>
  object('Telemetry', name, `{ selector: { matchLabels: ${labels} } }`);
const WEB = '{ app: web }';

const at = (name: string) => `Telemetry default/${name}: spec.selector.matchLabels`;
const shared = (name: string) =>
  `Error IST0159 ${at(name)} selects the pods of "w", and so do other Telemetries: "a" and "b"; only one of them applies, so merge them or make their selectors differ`;

test.each([
  ['selects a pod', [pod('w', WEB), telemetry('a', WEB)], []],
  ['selects what makes pods', [labelledDeployment('w', WEB), telemetry('a', WEB)], []],
  [
    'selects no pod',
    [telemetry('a', WEB)],
    [
      `Error IST0101 ${at('a')} "app=web" does not select any pod in namespace "default"; write labels that pods in this namespace have; if the workload exists outside these manifests, name its file with --context`,
    ],
  ],
  [
    'selects what another one selects',
    [pod('w', WEB), telemetry('a', WEB), telemetry('b', WEB)],
    [shared('a'), shared('b')],
  ],
  [
    'selects other pods than another one',
    [pod('w', WEB), pod('v', '{ app: api }'), telemetry('a', WEB), telemetry('b', '{ app: api }')],
    [],
  ],
])('a Telemetry %s', (_, objects, expected) => {
  expect(messagesBy(telemetrySelectors, all(...objects))).toEqual(expected);
});
