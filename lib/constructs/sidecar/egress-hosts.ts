import type { FieldPath } from '../../manifests/manifest';
import { wholeHost } from '../destination-rule/known-subsets';
import { namespaceName } from '../kubernetes/namespace';
import { knownService, serviceHost } from '../kubernetes/service';
import type { NamespaceLike, ServiceLike } from '../references';
import type { Rendering } from '../rendering';

/**
 * Hosts that pods can call, by the namespace of their Services and ServiceEntries.
 *
 * A `dnsName` is a full name such as `reviews.prod.svc.cluster.local`, `*.example.com`, or `*` for all hosts.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioEgressListener
 */
export class EgressHosts {
  /** Hosts in the namespace of the Sidecar. */
  static ownNamespace(dnsName = '*'): EgressHosts {
    return new EgressHosts(() => `./${dnsName}`);
  }

  /** Hosts in one namespace. */
  static namespace(namespace: NamespaceLike, dnsName = '*'): EgressHosts {
    return new EgressHosts((rendering, field) => `${namespaceName(namespace, rendering, field)}/${dnsName}`);
  }

  /** Hosts in all namespaces. */
  static anyNamespace(dnsName = '*'): EgressHosts {
    return new EgressHosts(() => `*/${dnsName}`);
  }

  /** The host of a Service. */
  static service(service: ServiceLike): EgressHosts {
    return new EgressHosts((rendering, field) => {
      const known = knownService(service, rendering, field);
      const host = serviceHost(known, rendering, field);
      const { namespace = rendering.namespace } = known;
      if (namespace === undefined) {
        const message = `names Service "${host}", whose namespace is not known; set the namespace of its chart`;
        rendering.refuse(field, message);
      }
      return `${namespace === rendering.namespace ? '.' : namespace}/${wholeHost(host, namespace)}`;
    });
  }

  /**
   * Hosts that are left out, whatever the other entries of the list have. A name leaves out itself, and not a wildcard that
   * covers it. From Istio 1.31 on.
   */
  static except(hosts: EgressHosts): EgressHosts {
    return new EgressHosts((rendering, field) => `~${hosts._render(rendering, field)}`);
  }

  /** No hosts, for pods that call nothing. */
  static none(): EgressHosts {
    return new EgressHosts(() => '~/*');
  }

  private constructor(private readonly derive: (rendering: Rendering, field: FieldPath) => string) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): string {
    return this.derive(rendering, field);
  }
}
