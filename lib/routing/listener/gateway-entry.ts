import type { MeshIndex } from '../../istiod/mesh-index';
import { oldestFirst } from '../../istiod/oldest-first';
import { servicePorts, serviceSelector } from '../../istiod/registry/services';
import { numberedPort } from '../../istiod/workloads/numbered-port';
import { carries, containersOf, type Workload } from '../../istiod/workloads/workloads';
import { fieldsOf, objectsIn } from '../../manifests/fields';
import { GATEWAY, SERVICE } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { texts } from '../../manifests/manifest';

const NO_TRANSLATION = 'experimental.istio.io/disable-gateway-port-translation';
/** The first port that needs no privilege. */
const FIRST_UNPRIVILEGED = 1024;

/** A port of a Service that leads to the pods of a gateway. */
export interface EntryPort {
  readonly service: Manifest;
  readonly number: number;
  /** The pod's. */
  readonly targetPort: number;
  /** Whether Gateways that name the Service's port mean the pod's. (A2) */
  readonly isTranslated: boolean;
}

/** The ports by which the pods of a gateway are called, those of the oldest Service first. (A2) */
export function entryPorts(index: MeshIndex, gateway: Workload): EntryPort[] {
  const selecting = index.all(SERVICE).filter((service) => {
    const selector = serviceSelector(service);
    return service.namespace === gateway.namespace && selector && carries(gateway.labels, selector);
  });
  return oldestFirst(selecting).flatMap((service) =>
    servicePorts(service).flatMap(({ number, targetPort }) => {
      const resolved = numberedPort(targetPort, gateway);
      const isTranslated = !(NO_TRANSLATION in service.labels);
      return resolved === undefined ? [] : [{ service, number, targetPort: resolved, isTranslated }];
    }),
  );
}

/** Whether the proxy may listen on the port: below 1024 only with privileges. (A2) */
export function mayListen(gateway: Workload, port: number): boolean {
  const isUnprivileged = containersOf(gateway)
    .flatMap(({ env }) => objectsIn(env))
    .some(({ name, value }) => name === 'ISTIO_META_UNPRIVILEGED_POD' && value === 'true');
  return !isUnprivileged || port >= FIRST_UNPRIVILEGED;
}

/** The Gateways that a gateway's pods serve, oldest first; without a selector a Gateway is for all. (A1) */
export function gatewaysOf(index: MeshIndex, gateway: Workload): readonly Manifest[] {
  return oldestFirst(index.all(GATEWAY)).filter(({ spec }) =>
    carries(gateway.labels, texts(fieldsOf(spec).selector)),
  );
}
