import { Protocol, type Resource, ServiceType } from 'cdk8s-plus-28';
import type {
  VirtualServiceSpecHttpRouteDestination,
  VirtualServiceSpecTcpRoute,
} from '../../../imports/networking.istio.io';
import type { IServiceReference, ServiceLike, ServicePortReference } from '../references';
import { isList, type Rendering } from '../rendering';

/** What a destination may say beside its host. */
export interface DestinationOptions {
  /**
   * The port of the Service (not of the pod).
   *
   * @default the Service's only port; with a host name, the port that the client called, or that of the gateway
   */
  readonly port?: number;

  /**
   * A subset that a DestinationRule for the host defines. Synthesis fails when the app has such rules and none does.
   *
   * @default all endpoints of the host
   */
  readonly subset?: string;
}

/** What a destination may say beside its Service. */
export interface ServiceDestinationOptions extends Omit<DestinationOptions, 'port'> {
  /**
   * The port of the Service (not of the pod), by number or by name.
   *
   * @default the Service's only port; one with several ports needs one named
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
   * A Service. Host and port are derived from it; from another namespace the host is fully qualified.
   */
  static service(service: ServiceLike, options: ServiceDestinationOptions = {}): Destination {
    return new Destination((rendering, field) => ({
      host: serviceHost(service, rendering, `${field}.host`),
      port: isAlias(service)
        ? explicitPort(options.port)
        : servicePort(toReference(service), options.port, rendering, field),
      subset: options.subset,
    }));
  }

  /**
   * A host by name: a Service (`reviews.prod.svc.cluster.local`), or a host that a ServiceEntry declares, written
   * exactly as there. For a ServiceEntry of this app, see its `destination`.
   *
   * A name without a dot is a Service in the namespace of the VirtualService. `reviews.prod` is none of these: Istio
   * knows no such host.
   */
  static host(host: string, options: DestinationOptions = {}): Destination {
    const { port, subset } = options;
    return new Destination(() => ({ host, port: port === undefined ? undefined : { number: port }, subset }));
  }

  /**
   * A destination that is known only when the object is written.
   *
   * @internal
   */
  static _late(
    derive: (rendering: Rendering, field: string) => VirtualServiceSpecHttpRouteDestination,
  ): Destination {
    return new Destination(derive);
  }

  /**
   * A host by name, which without a dot is a Service in the namespace of `owner`, wherever the route is.
   *
   * @internal
   */
  static _hostIn(owner: Resource, host: string, options: ServiceDestinationOptions): Destination {
    const { port, subset } = options;
    return new Destination((rendering, field) => {
      if (typeof port === 'string') {
        const message = `"${port}" is the name of a port, which is not known of host "${host}"; use its number`;
        rendering.refuse(`${field}.port.number`, message);
      }
      const other = { kind: owner.kind, name: owner.name, namespace: owner.metadata.namespace };
      const foreign = host.includes('.') ? undefined : rendering.foreignNamespace(`${field}.host`, other);
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
    private readonly derive: (rendering: Rendering, field: string) => VirtualServiceSpecHttpRouteDestination,
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: string): VirtualServiceSpecHttpRouteDestination {
    const destination = this.derive(rendering, field);
    if (destination.subset !== undefined) {
      rendering.refuseUnknownSubset(`${field}.subset`, destination.host, destination.subset);
    }
    return destination;
  }
}

/** A destination, or simply a Service with one port. */
export type DestinationReference = Destination | ServiceLike;

/**
 * One of several destinations among which traffic is divided.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#RouteDestination
 */
export interface RouteDestination {
  /** Where this share of the traffic goes. */
  readonly destination: DestinationReference;

  /**
   * The share of the traffic, in proportion to the sum of all weights; 0 for none.
   *
   * @default - all traffic goes to the only destination; among several, each needs a weight
   */
  readonly weight?: number;
}

/**
 * @param extra what a kind of route has beside destination and weight
 * @internal
 */
export function renderRouteDestinations<T extends RouteDestination, Extra extends object>(
  to: DestinationReference | readonly T[],
  rendering: Rendering,
  field: string,
  extra?: (destination: T) => Extra,
): (VirtualServiceSpecTcpRoute & Partial<Extra>)[] {
  const destinations = isList(to) ? to : [{ destination: to } as T];
  return destinations.map((item, i) => ({
    destination: Destination._of(item.destination)._render(rendering, `${field}[${i}].destination`),
    weight: item.weight,
    ...extra?.(item),
  })) as (VirtualServiceSpecTcpRoute & Partial<Extra>)[];
}

/** An alias needs no ports; its external name must be a host that Istio knows. */
function isAlias(service: ServiceLike): boolean {
  return 'type' in service && service.type === ServiceType.EXTERNAL_NAME;
}

function explicitPort(port: number | string | undefined): { number: number } | undefined {
  return typeof port === 'number' ? { number: port } : undefined;
}

/** @internal */
export function toReference(service: ServiceLike): IServiceReference {
  if ('serviceName' in service) {
    return service;
  }
  const { name, ports, metadata } = service;
  // Istio has no clusters for UDP.
  const servicePorts = ports.filter(({ protocol }) => protocol !== Protocol.UDP);
  return { serviceName: name, serviceNamespace: metadata.namespace, servicePorts };
}

/**
 * The name by which Istio knows a Service, as short as the namespace of the object allows.
 *
 * @internal
 */
export function serviceHost(service: ServiceLike, rendering: Rendering, field: string): string {
  const { serviceName: name, serviceNamespace: namespace } = toReference(service);
  const foreign = rendering.foreignNamespace(field, { kind: 'Service', name, namespace });
  return foreign === undefined ? name : `${name}.${foreign}.svc.cluster.local`;
}

/** Always a number: without one, Istio takes the port that the client called, not the Service's only one. */
function servicePort(
  { serviceName, servicePorts }: IServiceReference,
  wanted: number | string | undefined,
  rendering: Rendering,
  field: string,
): { number: number } | undefined {
  const fits = ({ port, name }: ServicePortReference) =>
    wanted === undefined || port === wanted || name === wanted;
  const [first, ...others] = servicePorts.filter(fits);
  const known =
    servicePorts.map(({ port, name }) => (name ? `${port} (${name})` : `${port}`)).join(', ') || 'none';
  if (first === undefined) {
    const port = wanted === undefined ? 'no port' : `no port ${JSON.stringify(wanted)}`;
    rendering.refuse(`${field}.port`, `Service "${serviceName}" has ${port}; its ports are: ${known}`);
  } else if (others.length > 0 && wanted === undefined) {
    rendering.refuse(
      `${field}.port`,
      `Service "${serviceName}" has several ports; choose one with Destination.service(service, { port }) among: ${known}`,
    );
  }
  return first && { number: first.port };
}
