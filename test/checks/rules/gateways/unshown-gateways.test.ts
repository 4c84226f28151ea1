import { deployment, gateway, object } from '../../../scene';
import { findingsOf } from '../../support';

/** A gateway as Istio's chart installs it. */
const chart = (name: string, labels: object = {}) =>
  deployment(name, labels, {
    containers: [{ name: 'istio-proxy', image: 'auto', args: ['proxy', 'router'] }],
  });
const EDGE = chart('edge/edge', { istio: 'edge' });
const MESSAGE =
  'Warning IST9250 Gateway shop/web: spec.selector "istio=ingressgateway" does not select any gateway that is shown, only the one of Istio\'s default profile; Deployment "edge/edge" has "app=edge,istio=edge", and no Gateway selects it: write its labels, or, if the other gateway is installed, name its file with --context';
const WEB = gateway('shop/web');
const release = (chartName: string) => `
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ingress, namespace: edge }
spec: { chart: { spec: { chart: ${chartName} } } }
---
`;
const other = (selector: string) =>
  object(
    'Gateway',
    'shop/other',
    `{ selector: ${selector}, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [b.example.com] }] }`,
  );

test('a Gateway for the default profile, beside a gateway of the chart', () => {
  expect(findingsOf('IST9250', WEB, EDGE)).toEqual([MESSAGE]);
});

test.each([
  ['no other gateway', WEB],
  ['a gateway that another Gateway selects', WEB + EDGE + other('{ istio: edge }')],
  ['an egress gateway', WEB + chart('edge/egress')],
  ['an application', WEB + deployment('shop/web')],
  [
    'the gateway of the profile',
    WEB + EDGE + chart('istio-system/istio-ingressgateway', { istio: 'ingressgateway' }),
  ],
  ['a gateway that Helm installs', WEB + EDGE + release('gateway')],
  ['no selector', other('{}') + EDGE],
])('is not reported beside %s', (_, yaml) => {
  expect(findingsOf('IST9250', yaml)).toEqual([]);
});

describe('a selector that no pod has', () => {
  const yaml = other('{ istio: ingress }');
  const known = 'Pod "istio-system/istio-ingressgateway" has "app=istio-ingressgateway,istio=ingressgateway"';
  const message = (gateways: string, more = '') =>
    `Error IST0101 Gateway shop/other: spec.selector "istio=ingress" does not select any pod: ${gateways}; write the labels of the gateway's pods, or deploy a gateway that has these labels${more}`;

  test('names the labels of the gateways that there are', () => {
    expect(findingsOf('IST0101', yaml)).toEqual([
      message(known, '; if the gateway exists outside these manifests, name its file with --context'),
    ]);
    expect(findingsOf('IST0101', yaml, EDGE)).toEqual([
      message(`Deployment "edge/edge" has "app=edge,istio=edge", and ${known}`),
    ]);
  });

  test.each([
    release('gateway'),
    release('istio/istio-ingress'),
    `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ingress, namespace: argocd }
spec: { source: { repoURL: "https://istio-release.storage.googleapis.com/charts", chart: gateway } }`,
    `
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: ingress, namespace: argocd }
spec: { template: { spec: { sources: [{ ref: values }, { chart: gateway }] } } }`,
    `
apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: ingress, namespace: kube-system }
spec: { chart: gateway }`,
    `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: ingress, namespace: istio-system }
spec: { components: { ingressGateways: [{ name: istio-ingress, enabled: true }] } }`,
  ])('may be that of a gateway that is not rendered: %s', (installation) => {
    expect(findingsOf('IST0101', yaml, installation)).toEqual([]);
  });

  test('is reported beside installations of other things', () => {
    expect(findingsOf('IST0101', yaml, release('istiod'))).toHaveLength(1);
  });
});
