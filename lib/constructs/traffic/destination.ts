import type {
  VirtualServiceSpecHttpRouteDestination,
  VirtualServiceSpecTcpRoute,
} from '../../../imports/networking.istio.io';
import { IST0101 } from '../../catalogue/istio-traffic-codes';
import type { FieldPath } from '../../manifests/manifest';
import type { IKubernetesObjectOfApp, IKubernetesServicePort } from '../kubernetes/objects';
import { type KnownService, knownService, serviceHost } from '../kubernetes/service';
import type { ServiceLike } from '../references';
import { isList, type Rendering } from '../rendering';

/**
 * Options of `Destination.host`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export interface DestinationOptions {
  /**
   * The port of the Service, not of the pod.
   *
   * @default in the mesh, the port that the client called; at a gateway, the only port of the host, or else the port of
   *   the gateway's server
   */
  readonly port?: number;

  /**
   * A subset that a DestinationRule for the host defines. Synthesis fails if the app has DestinationRules for the host
   * and none of them defines the subset.
   *
   * @default all endpoints of the host
   */
  readonly subset?: string;
}

/**
 * Options of `Destination.service`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export interface ServiceDestinationOptions extends Omit<DestinationOptions, 'port'> {
  /**
   * The port of the Service, not of the pod, by number or by name. A Service with several ports requires it.
   *
   * @default the only port of the Service
   */
  readonly port?: number | string;
}

/**
 * Where requests or connections are sent.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export class Destination {
  /**
   * A Service. The destination takes its host and its port from the Service. If the route is in another namespace, the
   * host is the fully qualified name.
   *
   * Synthesis fails if the Service does not have the port, or has several ports and none is chosen.
   */
  static service(service: ServiceLike, options: ServiceDestinationOptions = {}): Destination {
    return new Destination((rendering, field) => {
      const known = knownService(service, rendering, [...field, 'host']);
      return {
        host: serviceHost(known, rendering, [...field, 'host']),
        port: servicePort(known, options.port, rendering, field),
        subset: options.subset,
      };
    });
  }

  /**
   * A host by name: a Service (`reviews.prod.svc.cluster.local`), or a host of a ServiceEntry, spelled exactly as in
   * the ServiceEntry. For a ServiceEntry of this app, use its method `destination`.
   *
   * A name without a dot means a Service in the namespace of the VirtualService. `reviews.prod` has a dot and is not a
   * full name, so Istio does not know such a host.
   *
   * Given a Service, it takes the host alone. Unlike `Destination.service`, it writes no port unless one is given, so that
   * requests in the mesh keep the port that the client called.
   */
  static host(host: string | ServiceLike, options: DestinationOptions = {}): Destination {
    const { port, subset } = options;
    return new Destination((rendering, field) => ({
      host: typeof host === 'string' ? host : hostOf(host, rendering, [...field, 'host']),
      port: explicitPort(port),
      subset,
    }));
  }

  /**
   * A destination that is derived when the object is rendered.
   *
   * @internal
   */
  static _late(
    derive: (rendering: Rendering, field: FieldPath) => VirtualServiceSpecHttpRouteDestination,
  ): Destination {
    return new Destination(derive);
  }

  /**
   * A host by name. A name without a dot means a Service in the namespace of `owner`, whatever the namespace of the
   * route.
   *
   * @internal
   */
  static _hostIn(
    owner: IKubernetesObjectOfApp,
    host: string,
    options: ServiceDestinationOptions,
  ): Destination {
    const { port, subset } = options;
    return new Destination((rendering, field) => {
      if (typeof port === 'string') {
        const message = `"${port}" is the name of a port, which is not known of host "${host}"; use its number`;
        rendering.refuse([...field, 'port', 'number'], message);
      }
      const other = { kind: owner.kind, name: owner.name, namespace: owner.metadata.namespace };
      const foreign = host.includes('.') ? undefined : rendering.foreignNamespace([...field, 'host'], other);
      return {
        host: foreign === undefined ? host : `${host}.${foreign}.svc.cluster.local`,
        port: explicitPort(port),
        subset,
      };
    });
  }

  /** @internal */
  static _of(reference: DestinationReference): Destination {
    return reference instanceof Destination ? reference : Destination.service(reference);
  }

  private constructor(
    private readonly derive: (
      rendering: Rendering,
      field: FieldPath,
    ) => VirtualServiceSpecHttpRouteDestination,
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): VirtualServiceSpecHttpRouteDestination {
    const destination = this.derive(rendering, field);
    if (destination.subset !== undefined) {
      rendering.refuseUnknownSubset([...field, 'subset'], destination.host, destination.subset);
    }
    return destination;
  }
}

/** A destination, or a Service with one port: a construct of cdk8s-plus, an `ApiObject`, or an `EchoServer`. */
export type DestinationReference = Destination | ServiceLike;

/**
 * One of several destinations that share the traffic of a route.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination
 */
export interface RouteDestination {
  /** The destination that receives this share of the traffic. */
  readonly destination: DestinationReference;

  /**
   * The share of the traffic, in proportion to the sum of all weights; 0 for no traffic. Each of several destinations
   * requires a weight.
   *
   * @default - a single destination receives all traffic
   */
  readonly weight?: number;
}

/**
 * @param extra renders the fields that a kind of route has beside destination and weight
 * @internal
 */
export function renderRouteDestinations<T extends RouteDestination, Extra extends object>(
  to: DestinationReference | readonly T[],
  rendering: Rendering,
  field: FieldPath,
  extra?: (destination: T) => Extra,
): (VirtualServiceSpecTcpRoute & Partial<Extra>)[] {
  const destinations = isList(to) ? to : [{ destination: to } as T];
  return destinations.map((item, i) => ({
    destination: Destination._of(item.destination)._render(rendering, [...field, i, 'destination']),
    weight: item.weight,
    ...extra?.(item),
  })) as (VirtualServiceSpecTcpRoute & Partial<Extra>)[];
}

function hostOf(service: ServiceLike, rendering: Rendering, field: FieldPath): string {
  return serviceHost(knownService(service, rendering, field), rendering, field);
}

function explicitPort(port: number | string | undefined): { number: number } | undefined {
  return typeof port === 'number' ? { number: port } : undefined;
}

/**
 * Always a number, because without one a sidecar takes the port that the client called, not the Service's only port.
 */
function servicePort(
  { name: serviceName, ports }: KnownService,
  wanted: number | string | undefined,
  rendering: Rendering,
  field: FieldPath,
): { number: number } | undefined {
  if (!ports) {
    return explicitPort(wanted);
  }
  const fits = ({ port, name }: IKubernetesServicePort) =>
    wanted === undefined || port === wanted || name === wanted;
  const [first, ...others] = ports.filter(fits);
  const known = ports.map(({ port, name }) => (name ? `${port} (${name})` : `${port}`)).join(', ') || 'none';
  if (first === undefined) {
    const port = wanted === undefined ? 'no port' : `no port ${JSON.stringify(wanted)}`;
    const message = `Service "${serviceName}" has ${port}; its ports are: ${known}`;
    rendering.refuse([...field, 'port'], message, IST0101);
  } else if (others.length > 0 && wanted === undefined) {
    rendering.refuse(
      [...field, 'port'],
      `Service "${serviceName}" has several ports; choose one with Destination.service(service, { port }) among: ${known}`,
    );
  }
  return first && { number: first.port };
}
