import { hostsNamed, serviceHost } from '../istiod/hosts/service-host';
import { DATAPLANE_MODE, USE_WAYPOINT } from '../istiod/injection/injection-labels';
import { isAmbient } from '../istiod/injection/mesh-membership';
import { waypointOf } from '../istiod/injection/waypoints';
import { kubernetesGateways, routesOfServices } from '../istiod/kubernetes-gateway-api';
import type { MeshIndex } from '../istiod/mesh-index';
import { workloadsOf } from '../istiod/workloads/workloads';
import { NAMESPACE, SERVICE } from '../manifests/kinds';
import { refTo } from '../manifests/object-ref';
import { stopped } from './endings';
import { kubernetesGatewaysAsked } from './kubernetes-gateways-asked';
import type { GatewayProxy } from './listener/gateway';
import type { Question } from './question';
import type { Call } from './request/read-request';
import type { Branch, DestinationRef, Hop, ObjectRef, Outcome, Trace, Unmodelled } from './result';

/** The trace, or that it is not modelled where the Kubernetes Gateway API or ambient mode has a say in the request. */
export function asFarAsModelled(trace: Trace, question: Question): Trace {
  const { index, source } = question;
  const { hasGatewayApi, hasAmbient } = index.view(unmodelledFeatures);
  const reason =
    (hasGatewayApi ? gatewayApiFor(trace, question) : undefined) ??
    (hasAmbient && source.is === 'no proxy'
      ? ambientMode(index, refTo(source.client.workload.manifest))
      : undefined);
  if (reason) {
    const stop = stopped(reason);
    return { ...stop, hops: [...trace.hops.slice(0, 1), ...stop.hops] };
  }
  return hasAmbient ? upToAmbient(trace, index) : trace;
}

/** Whether the manifests have anything of what is not modelled. Most have not. */
function unmodelledFeatures(index: MeshIndex): {
  readonly hasGatewayApi: boolean;
  readonly hasAmbient: boolean;
} {
  const isAmbientLabelled = ({ labels }: { readonly labels: Readonly<Record<string, string>> }) =>
    labels[DATAPLANE_MODE] !== undefined || labels[USE_WAYPOINT] !== undefined;
  return {
    hasGatewayApi: index.view(kubernetesGateways).length > 0 || index.view(routesOfServices).size > 0,
    hasAmbient:
      index.all(NAMESPACE).some(isAmbientLabelled) ||
      index.all(SERVICE).some(isAmbientLabelled) ||
      index.view(workloadsOf).all.some((workload) => isAmbient(index, workload)),
  };
}

function gatewayApiFor(trace: Trace, { index, source, call }: Question): Unmodelled | undefined {
  switch (source.is) {
    case 'gateway':
      return kubernetesGatewayFor(trace, index, source.gateway, call);
    case 'sidecar': {
      const { namespace } = source.sidecar.client.workload;
      const route = hostsOf(trace, call, namespace)
        .flatMap((host) => index.view(routesOfServices).get(host) ?? [])
        .find(({ port }) => port === undefined || port === call.port);
      return route && ofGatewayApi(refTo(route.manifest));
    }
    case 'no proxy':
      return undefined;
  }
}

/** The hosts of the Service that a sidecar takes a request for. */
function hostsOf(trace: Trace, { host }: Call, namespace: string): readonly string[] {
  const answered = trace.hops.flatMap((hop) =>
    hop.hop === 'virtual host' && hop.service ? [serviceHost(hop.service.name, hop.service.namespace)] : [],
  );
  return [...answered, ...hostsNamed(host, namespace)];
}

/** A Gateway of the Kubernetes Gateway API that configures the pods of this gateway. */
function kubernetesGatewayFor(
  trace: Trace,
  index: MeshIndex,
  { entries }: GatewayProxy,
  call: Call,
): Unmodelled | undefined {
  const own = new Set(entries.map(({ service: { name, namespace } }) => serviceHost(name, namespace)));
  const gateway = kubernetesGatewaysAsked(trace, index, call).find(({ services }) =>
    services.some((service) => own.has(service)),
  );
  return gateway && ofGatewayApi(refTo(gateway.manifest));
}

function ofGatewayApi(object: ObjectRef): Unmodelled {
  const because = `the Kubernetes Gateway API has a say in this request by this ${object.kind}, and it is not modelled`;
  return { is: 'unmodelled', object, because };
}

function ambientMode(index: MeshIndex, ref: ObjectRef): Unmodelled | undefined {
  const workload = index
    .view(workloadsOf)
    .in(ref.namespace)
    .find(({ manifest: { kind, name } }) => kind === ref.kind && name === ref.name);
  return workload && isAmbient(index, workload)
    ? { is: 'unmodelled', object: ref, because: 'its pods are in ambient mode, which is not modelled' }
    : undefined;
}

/** Outcomes at destinations in ambient mode are replaced. */
function upToAmbient(trace: Trace, index: MeshIndex): Trace {
  const branches = trace.hops.flatMap((hop) => (hop.hop === 'destinations' ? hop.branches : []));
  const reasons = new Map(
    branches.flatMap((branch): [string, Unmodelled][] => {
      const reason = ambientAt(index, branch);
      return reason ? [[keyOf(branch.destination), reason]] : [];
    }),
  );
  const replaced = ({ probability, ...outcome }: Outcome): Outcome => {
    const destination = 'destination' in outcome ? outcome.destination : undefined;
    const reason = destination && reasons.get(keyOf(destination));
    return { probability, ...(reason ?? outcome) };
  };
  return reasons.size > 0 ? { ...trace, outcomes: trace.outcomes.map(replaced) } : trace;
}

function keyOf({ host, port, subset }: DestinationRef): string {
  return `${host}:${port} ${subset ?? ''}`;
}

function ambientAt(index: MeshIndex, { hops }: Branch): Unmodelled | undefined {
  for (const hop of hops) {
    const reason = ambientIn(index, hop);
    if (reason) {
      return reason;
    }
  }
  return undefined;
}

function ambientIn(index: MeshIndex, hop: Hop): Unmodelled | undefined {
  if (hop.hop === 'service') {
    const { namespace, name } = hop.service;
    const service = index.get(SERVICE, namespace, name);
    const waypoint = service && waypointOf(index, service);
    const because = `waypoint "${waypoint}" takes its requests in ambient mode, which is not modelled`;
    return waypoint === undefined ? undefined : { is: 'unmodelled', object: hop.service, because };
  }
  const endpoints = hop.hop === 'workloads' ? hop.endpoints : [];
  const [reason] = endpoints.flatMap(({ workload }) => (workload && ambientMode(index, workload)) ?? []);
  return reason;
}
