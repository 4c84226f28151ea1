import type { MeshService } from '../../istiod/registry/mesh-service';
import { type Fields, fieldsOf, numberOf, textOf } from '../../manifests/fields';
import { type Cluster, chooseCluster } from './choose-cluster';
import type { Client } from './client';

/** The destinations of one client, each looked up once. */
export class Clusters {
  private readonly known = new Map<string, Cluster>();

  constructor(private readonly client: Client) {}

  /** The cluster that Envoy calls `outbound|port|subset|host`. */
  cluster(host: string, port: number, subset: string): Cluster {
    const key = `${port}|${subset}|${host}`;
    let cluster = this.known.get(key);
    if (!cluster) {
      cluster = chooseCluster(this.client, { host, port, ...(subset ? { subset } : {}) });
      this.known.set(key, cluster);
    }
    return cluster;
  }

  /** The cluster that an HTTP route means by a destination; the route's object is in namespace `owner`. */
  ofHttpRoute(destination: Fields, owner: string, routePort: number): Cluster {
    const service = this.client.registry.serviceForRoutes(textOf(destination.host) ?? '', owner, routePort);
    return this.ofService(destination, service, routePort);
  }

  /** The cluster that a TLS or TCP route means by a destination. */
  ofTcpRoute(destination: Fields, routePort: number): Cluster {
    return this.ofService(
      destination,
      this.client.registry.serviceNamed(textOf(destination.host) ?? ''),
      routePort,
    );
  }

  /** An alias leads to the Service behind it, and a Service with one port needs no port. (G1 to G3) */
  private ofService(destination: Fields, service: MeshService | undefined, routePort: number): Cluster {
    const onlyPort = service?.ports.length === 1 ? service.ports[0]?.number : undefined;
    const host = service?.aliasOf ?? textOf(destination.host) ?? '';
    const port = destination.port
      ? (numberOf(fieldsOf(destination.port).number) ?? 0)
      : (onlyPort ?? routePort);
    return this.cluster(host, port, textOf(destination.subset) ?? '');
  }
}
