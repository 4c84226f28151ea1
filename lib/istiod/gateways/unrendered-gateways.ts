import { type Fields, fieldsOf, objectsIn, textOrEmpty } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';

/** The names of Istio's charts for gateways, perhaps with a repository in front. */
const GATEWAY_CHART = /(?:^|\/)(?:gateway|istio-gateway|istio-(?:in|e)gress(?:gateway|-gateway)?)$/;

/** Where objects of some kinds name the charts that they install. */
const CHARTS: Readonly<Record<string, (spec: Fields, object: Fields) => readonly unknown[]>> = {
  'helm.toolkit.fluxcd.io/HelmRelease': ({ chart, chartRef }) => [
    fieldsOf(fieldsOf(chart).spec).chart,
    fieldsOf(chartRef).name,
  ],
  'helm.cattle.io/HelmChart': ({ chart }) => [chart],
  'argoproj.io/Application': chartsOfApplication,
  'argoproj.io/ApplicationSet': ({ template }) => chartsOfApplication(fieldsOf(fieldsOf(template).spec)),
  'kustomize.config.k8s.io/Kustomization': (_, { helmCharts }) =>
    objectsIn(helmCharts).map(({ name }) => name),
};

/**
 * Whether objects of Helm, Flux, Argo CD or Istio's operator among the manifests install gateways, whose pods are not
 * known until somebody renders them; ask by `index.view(hasUnrenderedGateways)`. (L3)
 */
export function hasUnrenderedGateways(index: MeshIndex): boolean {
  for (const manifest of index.manifests()) {
    if (installsGateway(manifest)) {
      return true;
    }
  }
  return false;
}

function installsGateway({ group, kind, spec, object }: Manifest): boolean {
  if (group === 'install.istio.io') {
    const { ingressGateways, egressGateways } = fieldsOf(fieldsOf(spec).components);
    return [...objectsIn(ingressGateways), ...objectsIn(egressGateways)].some(
      ({ enabled }) => enabled !== false,
    );
  }
  const charts = CHARTS[`${group}/${kind}`]?.(fieldsOf(spec), object) ?? [];
  return charts.some((chart) => GATEWAY_CHART.test(textOrEmpty(chart)));
}

function chartsOfApplication({ source, sources }: Fields): readonly unknown[] {
  return [source, ...objectsIn(sources)].map((one) => fieldsOf(one).chart);
}
