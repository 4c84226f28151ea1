import { fullHost } from '../../istiod/hosts/service-host';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { type Fields, fieldsOf, numberOf, textOf } from '../../manifests/fields';
import { type Cluster, chooseCluster } from './choose-cluster';
import type { Client } from './client';

/** The clusters of one client. Each is worked out once. */
export class Clusters {
  private readonly byHost = new Map<string, readonly Cluster[]>();

  constructor(private readonly client: Client) {}

  /** The cluster that Envoy calls `outbound|port|subset|host`. */
  cluster(host: string, port: number, subset: string): Cluster {
    const ofHost = this.byHost.get(host);
    const known = ofHost?.find(({ ref }) => ref.port === port && (ref.subset ?? '') === subset);
    if (known) {
      return known;
    }
    const cluster = chooseCluster(this.client, subset === '' ? { host, port } : { host, port, subset });
    this.byHost.set(host, ofHost?.concat(cluster) ?? [cluster]);
    return cluster;
  }

  /** The cluster that an HTTP route names, when the route is written in namespace `owner`. */
  forHttpRoute(destination: Fields, owner: string, routePort: number): Cluster {
    const host = fullHost(textOf(destination.host) ?? '', owner);
    const service = this.client.registry.serviceForRoutes(host, owner, routePort);
    return this.named(destination, host, service, routePort);
  }

  /** The cluster that a TLS or TCP route names. */
  forTcpRoute(destination: Fields, routePort: number): Cluster {
    const host = textOf(destination.host) ?? '';
    return this.named(destination, host, this.client.registry.serviceNamed(host), routePort);
  }

  /** An alias stands for the Service that it leads to, and a Service with a single port needs no port. (G1 to G3) */
  private named(
    destination: Fields,
    host: string,
    service: MeshService | undefined,
    routePort: number,
  ): Cluster {
    const onlyPort = service?.ports.length === 1 ? service.ports[0]?.number : undefined;
    const port = destination.port
      ? (numberOf(fieldsOf(destination.port).number) ?? 0)
      : (onlyPort ?? routePort);
    // The host of the Service is looked up faster than a text that was put together.
    return this.cluster(service?.aliasOf ?? service?.host ?? host, port, textOf(destination.subset) ?? '');
  }
}
