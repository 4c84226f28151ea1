import { ApiObject } from 'cdk8s';
import { fieldsOf, objectsIn } from '../../manifests/fields';
import { SERVICE } from '../../manifests/kinds';
import type { FieldPath } from '../../manifests/manifest';
import type { ServiceLike } from '../references';
import type { Rendering } from '../rendering';
import { acceptsKind, type IKubernetesServicePort } from './objects';

/** What is known of a Service. */
export interface KnownService {
  readonly name: string;
  /** Undefined if `kubectl apply` decides it. */
  readonly namespace: string | undefined;
  /** The ports that Istio routes to; undefined for a Service that needs none, or whose ports are not known. */
  readonly ports: readonly IKubernetesServicePort[] | undefined;
}

/** What is known of a Service. It refuses an object of another kind. */
export function knownService(service: ServiceLike, rendering: Rendering, field: FieldPath): KnownService {
  if ('serviceName' in service) {
    const { serviceName: name, serviceNamespace: namespace, servicePorts: ports } = service;
    return { name, namespace, ports };
  }
  if (!ApiObject.isApiObject(service) && 'service' in service) {
    return knownService(service.service, rendering, field);
  }
  const { name, metadata } = service;
  const namespace = metadata?.namespace;
  if (!acceptsKind(SERVICE, service, rendering, field)) {
    return { name, namespace, ports: undefined };
  }
  const { type, ports = [] } = ApiObject.isApiObject(service) ? specOf(service) : service;
  return {
    name,
    namespace,
    // The external name of a Service of type ExternalName must be a host that Istio knows. Istio does not route UDP.
    ports: type === 'ExternalName' ? undefined : ports.filter(({ protocol }) => protocol !== 'UDP'),
  };
}

function specOf(service: ApiObject): { type?: unknown; ports: IKubernetesServicePort[] } {
  const { type, ports } = fieldsOf(fieldsOf(service.toJson()).spec);
  return { type, ports: objectsIn(ports) as unknown as IKubernetesServicePort[] };
}

/** The name of a Service in Istio: short if the object is in the same namespace, and fully qualified otherwise. */
export function serviceHost(
  { name, namespace }: KnownService,
  rendering: Rendering,
  field: FieldPath,
): string {
  const foreign = rendering.foreignNamespace(field, { kind: 'Service', name, namespace });
  return foreign === undefined ? name : `${name}.${foreign}.svc.cluster.local`;
}
