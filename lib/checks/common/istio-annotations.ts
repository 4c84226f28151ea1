import { type IstioVersion, isAtLeast } from '../../istiod/istio-version';

/** What Istio documents about one of its annotations. */
export interface AnnotationFacts {
  /** The kinds of objects from which Istio reads it; absent where any kind will do. */
  readonly kinds?: readonly string[];
  readonly isDeprecated: boolean;
  /** The first version of Istio that reads it; absent where all versions do. */
  readonly since?: IstioVersion;
}

const POD = [
  'ambient.istio.io/bypass-inbound-capture',
  'ambient.istio.io/dns-capture',
  'ambient.istio.io/redirection',
  'inject.istio.io/templates',
  'istio.io/reroute-virtual-interfaces',
  'istio.io/rev',
  'prometheus.istio.io/merge-metrics',
  'proxy.istio.io/config',
  'proxy.istio.io/overrides',
  'readiness.status.sidecar.istio.io/applicationPorts',
  'readiness.status.sidecar.istio.io/failureThreshold',
  'readiness.status.sidecar.istio.io/initialDelaySeconds',
  'readiness.status.sidecar.istio.io/periodSeconds',
  'sidecar.istio.io/agentLogLevel',
  'sidecar.istio.io/bootstrapOverride',
  'sidecar.istio.io/componentLogLevel',
  'sidecar.istio.io/interceptionMode',
  'sidecar.istio.io/logLevel',
  'sidecar.istio.io/nativeSidecar',
  'sidecar.istio.io/proxyCPU',
  'sidecar.istio.io/proxyCPULimit',
  'sidecar.istio.io/proxyImage',
  'sidecar.istio.io/proxyImageType',
  'sidecar.istio.io/proxyMemory',
  'sidecar.istio.io/proxyMemoryLimit',
  'sidecar.istio.io/rewriteAppHTTPProbers',
  'sidecar.istio.io/statsEvictionInterval',
  'sidecar.istio.io/statsFlushInterval',
  'sidecar.istio.io/statsHistogramBins',
  'sidecar.istio.io/statsHistogramBuckets',
  'sidecar.istio.io/status',
  'sidecar.istio.io/userVolume',
  'sidecar.istio.io/userVolumeMount',
  'status.sidecar.istio.io/port',
  'traffic.sidecar.istio.io/excludeInboundPorts',
  'traffic.sidecar.istio.io/excludeInterfaces',
  'traffic.sidecar.istio.io/excludeOutboundIPRanges',
  'traffic.sidecar.istio.io/excludeOutboundPorts',
  'traffic.sidecar.istio.io/includeInboundPorts',
  'traffic.sidecar.istio.io/includeOutboundIPRanges',
  'traffic.sidecar.istio.io/includeOutboundPorts',
];

const DEPRECATED_POD = [
  'sidecar.istio.io/discoveryAddress',
  'sidecar.istio.io/extraStatTags',
  'sidecar.istio.io/inject',
  'sidecar.istio.io/statsCompression',
  'sidecar.istio.io/statsInclusionPrefixes',
  'sidecar.istio.io/statsInclusionRegexps',
  'sidecar.istio.io/statsInclusionSuffixes',
  'traffic.sidecar.istio.io/kubevirtInterfaces',
];

const DEPRECATED_SERVICE = [
  'alpha.istio.io/canonical-serviceaccounts',
  'alpha.istio.io/kubernetes-serviceaccounts',
];

/** Annotations of other kinds, each with the kinds from which Istio reads it. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  'ambient.istio.io/waypoint-inbound-binding': ['GatewayClass', 'Gateway'],
  'gateway.istio.io/name-override': ['Gateway'],
  'gateway.istio.io/service-account': ['Gateway'],
  'istio.io/autoRegistrationGroup': ['WorkloadEntry'],
  'istio.io/connectedAt': ['WorkloadEntry'],
  'istio.io/disconnectedAt': ['WorkloadEntry'],
  'istio.io/dry-run': ['AuthorizationPolicy'],
  'istio.io/workloadController': ['WorkloadEntry'],
  'kubernetes.io/ingress.class': ['Ingress'],
  'networking.istio.io/exportTo': ['Service'],
  'networking.istio.io/service-type': ['Gateway'],
  'networking.istio.io/traffic-distribution': ['Namespace', 'Service', 'ServiceEntry'],
  'topology.istio.io/controlPlaneClusters': ['Namespace'],
  'traffic.istio.io/nodeSelector': ['Service'],
};

const ANYWHERE = ['galley.istio.io/analyze-suppress', 'gateway.istio.io/controller-version'];

/** Those of newer versions. (V26) */
const NEWER: readonly [string, AnnotationFacts][] = [
  ...factsOf(['istio.io/use-waypoint-canary-weight'], {
    kinds: ['Namespace', 'Service', 'ServiceEntry'],
    isDeprecated: false,
    since: '1.31',
  }),
  ...factsOf(['prometheus.istio.io/scrape-targets', 'prometheus.istio.io/secure-port'], {
    kinds: ['Pod'],
    isDeprecated: false,
    since: '1.31',
  }),
];

/** What a version of Istio documents about an annotation; undefined for one that it does not know. */
export function annotationFacts(name: string, istio: IstioVersion): AnnotationFacts | undefined {
  const facts = ISTIO_ANNOTATIONS.get(name);
  return facts && isAtLeast(istio, facts.since ?? istio) ? facts : undefined;
}

/** Every annotation of Istio, and the Kubernetes annotation that Istio documents. */
const ISTIO_ANNOTATIONS: ReadonlyMap<string, AnnotationFacts> = new Map([
  ...NEWER,
  ...factsOf(POD, { kinds: ['Pod'], isDeprecated: false }),
  ...factsOf(DEPRECATED_POD, { kinds: ['Pod'], isDeprecated: true }),
  ...factsOf(DEPRECATED_SERVICE, { kinds: ['Service'], isDeprecated: true }),
  ...factsOf(ANYWHERE, { isDeprecated: false }),
  ...Object.entries(ELSEWHERE).flatMap(([name, kinds]) => factsOf([name], { kinds, isDeprecated: false })),
]);

/** Whether the name of an annotation has a prefix that belongs to Istio. */
export function isIstioAnnotation(name: string): boolean {
  const domain = name.split('/', 1)[0] ?? '';
  return name === 'kubernetes.io/ingress.class' || domain.endsWith('istio.io');
}

function factsOf(names: readonly string[], facts: AnnotationFacts): [string, AnnotationFacts][] {
  return names.map((name) => [name, facts]);
}
