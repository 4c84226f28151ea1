import type { ServiceLike } from './references';
import type { Rendering } from './rendering';
import { toReference } from './traffic/destination';
import type { ServiceEntry } from './traffic/service-entry';
import { renderSelector, type SelectorReach, type WorkloadSelector } from './workload-selector';

/** A reference as all kinds of policies write it. */
interface RawTargetReference {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * A resource that a policy is attached to: a waypoint, a gateway of the Kubernetes Gateway API, or what a waypoint
 * serves. It lives in the namespace of the policy.
 *
 * Sidecars and the gateways of Istio's own `Gateway` are none of these: they ignore a policy that has such a target.
 * Use `selector` for them.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference
 */
export class TargetReference {
  /** A Gateway of the Kubernetes Gateway API, waypoints included. */
  static gateway(name: string): TargetReference {
    return new TargetReference({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name });
  }

  /** All Gateways of a class, such as `istio-waypoint`. The policy must live in the root namespace, `istio-system`. */
  static gatewayClass(name: string): TargetReference {
    return new TargetReference({ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name });
  }

  /** A Service behind a waypoint, by construct or by name. */
  static service(service: ServiceLike | string): TargetReference {
    if (typeof service === 'string') {
      return new TargetReference({ group: '', kind: 'Service', name: service });
    }
    const { serviceName: name, serviceNamespace: namespace } = toReference(service);
    return new TargetReference({ group: '', kind: 'Service', name }, { namespace });
  }

  /** A ServiceEntry behind a waypoint, by construct or by name. */
  static serviceEntry(entry: ServiceEntry | string): TargetReference {
    const name = typeof entry === 'string' ? entry : entry.name;
    const construct = typeof entry === 'string' ? undefined : { namespace: entry.metadata.namespace };
    return new TargetReference({ group: 'networking.istio.io', kind: 'ServiceEntry', name }, construct);
  }

  private constructor(
    private readonly reference: RawTargetReference,
    private readonly construct?: { readonly namespace: string | undefined },
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: string): RawTargetReference {
    const { kind, name } = this.reference;
    if (this.construct) {
      rendering.refuseForeign(field, { kind, name, namespace: this.construct.namespace });
    }
    return this.reference;
  }
}

/** What a policy is for. Of `selector` and `targetRefs` it has one at most. */
export interface PolicyTarget {
  /**
   * The pods that this is for, by labels or by their workload: those in its own namespace, or, when that is the root
   * namespace `istio-system`, those in all namespaces.
   *
   * @default all pods in the namespace; in the root namespace, all pods of the mesh
   */
  readonly selector?: WorkloadSelector;

  /**
   * The waypoints, the gateways of the Kubernetes Gateway API, or the Services behind waypoints that this is for;
   * 16 at most. Waypoints look at nothing that has a selector.
   *
   * @default what the selector says
   */
  readonly targetRefs?: readonly TargetReference[];
}

/** @internal */
export function renderPolicyTarget(
  { selector, targetRefs }: PolicyTarget,
  rendering: Rendering,
  reach: SelectorReach = {},
) {
  return {
    selector: selector && {
      matchLabels: renderSelector(selector, rendering, 'spec.selector.matchLabels', reach),
    },
    targetRefs: targetRefs?.map((target, i) => target._render(rendering, `spec.targetRefs[${i}]`)),
  };
}
