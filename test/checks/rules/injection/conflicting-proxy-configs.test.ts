import { deployment, object } from '../../../scene';
import { findingsOf } from '../../support';

const findings = (...yaml: string[]) => findingsOf('IST9243', ...yaml);
const config = (name: string, fields = '') => object('ProxyConfig', name, `{ concurrency: 2${fields} }`);
const selecting = (name: string, labels: string) => config(name, `, selector: { matchLabels: ${labels} }`);

test.each([
  ['web', 'namespace'],
  ['istio-system', 'mesh'],
])('one is enough for all of %s', (namespace, scope) => {
  expect(
    findings(
      config(`${namespace}/b`),
      config(`${namespace}/a`),
      config(`${namespace}/c`, ', selector: null'),
    ),
  ).toEqual(
    ['b', 'c'].map(
      (name) =>
        `Warning IST9243 ProxyConfig ${namespace}/${name}: ProxyConfig "${namespace}/a" is for the whole ${scope} too, and only the older one has an effect; put the settings into one of them`,
    ),
  );
});

test('one is enough for a workload', () => {
  const a = selecting('a', '{ app: web }');
  const b = selecting('b', '{ version: v1 }');
  expect(findings(a, b, deployment('web', { version: 'v1' }))).toEqual([
    'Warning IST9243 ProxyConfig default/b: spec.selector ProxyConfig "default/a" selects Deployment "default/web" too, and only the older one has an effect there; put the settings into one of them, or narrow the selectors',
  ]);
  expect(findings(a, b, deployment('web'), deployment('api', { version: 'v1' }))).toEqual([]);
});

test('the older one has the effect', () => {
  const created = (name: string, time: string) =>
    config(name).replace('metadata: {', `metadata: { creationTimestamp: "${time}",`);
  expect(
    findings(created('a', '2026-02-01T00:00:00Z'), created('b', '2026-01-01T00:00:00Z')).map((found) =>
      found.slice(0, 42),
    ),
  ).toEqual(['Warning IST9243 ProxyConfig default/a: Pro']);
});

test('different scopes go together', () => {
  expect(
    findings(
      config('istio-system/a'),
      config('a'),
      config('web/a'),
      selecting('b', '{ app: web }'),
      // It selects no pod.
      config('c', ', selector: {}'),
      config('d', ', selector: { matchLabels: {} }'),
      deployment('web'),
    ),
  ).toEqual([]);
});
