import { check } from '../../../../lib/checks';
import type { IstioVersion } from '../../../../lib/istiod/istio-version';
import { meshConfigOf } from '../../../../lib/istiod/mesh-config';
import { readYaml } from '../../../../lib/manifests/read-yaml';
import { namespace } from '../../../scene';

const pods = (annotations: string) => `${namespace('shop', '{ istio-injection: enabled }')}apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web }, annotations: ${annotations} }
    spec: { containers: [{ name: app, image: app }] }
`;

function said(
  annotations: string,
  istio: IstioVersion = '1.31',
  config = {},
  change = (yaml: string) => yaml,
): string[] {
  const { manifests } = readYaml(change(pods(annotations)), 'a.yaml');
  return check(manifests, { istio, mesh: meshConfigOf(config) })
    .filter(({ code }) => code === 'IST9111')
    .map(({ field, message, line }) => `${line}: ${field} ${message}`);
}

const FIELD = '11: spec.template.metadata.annotations["prometheus.io/port"]';
const RESERVED = `${FIELD} "15090" is a port of the sidecar, so the injector of Istio 1.31 and later refuses the pods; write the port of the application, or set prometheus.io/scrape to "false"`;

test('a port of the sidecar is reported from Istio 1.31 on', () => {
  expect(said('{ prometheus.io/port: "15090" }')).toEqual([RESERVED]);
  expect(said('{ prometheus.io/port: "15090" }', '1.32')).toEqual([RESERVED]);
  expect(said('{ prometheus.io/port: "15090" }', '1.30')).toEqual([]);
});

test.each(['0', '65536', 'metrics', '-1'])('port %s', (port) => {
  expect(said(`{ prometheus.io/port: "${port}" }`)).toEqual([
    `${FIELD} "${port}" is not a port, so the injector of Istio 1.31 and later refuses the pods; write a number from 1 to 65535`,
  ]);
});

test.each([
  ['the port of the application', '{ prometheus.io/port: "8080" }'],
  ['the port of the agent, with which a pod counts as injected', '{ prometheus.io/port: "15020" }'],
  ['another port of the agent', '{ prometheus.io/port: "15021", status.sidecar.istio.io/port: "15021" }'],
  ['no scraping', '{ prometheus.io/port: "15090", prometheus.io/scrape: "false" }'],
  ['no merging', '{ prometheus.io/port: "15090", prometheus.istio.io/merge-metrics: "false" }'],
])('%s is not reported', (_, annotations) => {
  expect(said(annotations)).toEqual([]);
});

test('pods that nobody injects, and meshes that merge no metrics, are not reported', () => {
  const annotations = '{ prometheus.io/port: "15090" }';
  expect(said(annotations, '1.31', { enablePrometheusMerge: false })).toEqual([]);
  expect(said(annotations, '1.31', {}, (yaml) => yaml.replace('enabled', 'disabled'))).toEqual([]);
});
