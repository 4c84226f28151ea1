import { destinationRule, service } from '../../../scene';
import { findingsOf } from '../../support';

const settings = (number: number) => ({
  trafficPolicy: { portLevelSettings: [{ port: { number }, tls: {} }] },
});
const findings = (spec: object) =>
  findingsOf('IST9209', service('web'), destinationRule('web', { host: 'web', ...spec }));
const TEXT =
  '"web.default.svc.cluster.local" has no port 8080, so these settings have no effect; name a port of the host, not of its pods: 80';

test.each([
  [settings(8080), 'spec.trafficPolicy.portLevelSettings[0].port.number'],
  [
    { subsets: [{ name: 'v1', ...settings(8080) }] },
    'spec.subsets[0].trafficPolicy.portLevelSettings[0].port.number',
  ],
])('%j', (spec, field) => {
  expect(findings(spec)).toEqual([`Warning IST9209 DestinationRule default/web: ${field} ${TEXT}`]);
});

test('nothing is said of a port that is there, or of a host that is not', () => {
  expect(findings(settings(80))).toEqual([]);
  expect(findings({ host: 'other', ...settings(8080) })).toEqual([]);
});
