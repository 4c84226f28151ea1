import type { FieldPath } from '../manifests/manifest';
import { knownService } from './kubernetes/service';
import type { ServiceLike } from './references';
import type { Rendering } from './rendering';
import type { ServiceEntry } from './traffic/service-entry';
import { renderSelector, type SelectorReach, type WorkloadSelector } from './workload-selector';

/** A reference as it is written in all kinds of policies. */
interface RawTargetReference {
  readonly group?: string;
  readonly kind: string;
  readonly name: string;
}

/**
 * A resource to which a policy is attached: a waypoint, a gateway of the Kubernetes Gateway API, or a Service or
 * ServiceEntry behind a waypoint. It must be in the namespace of the policy.
 *
 * Sidecars and the gateways of Istio's own `Gateway` ignore a policy with such a target. Use `selector` for them.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#PolicyTargetReference
 */
export class TargetReference {
  /** A Gateway of the Kubernetes Gateway API, or a waypoint. */
  static gateway(name: string): TargetReference {
    return new TargetReference(() => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }));
  }

  /** All Gateways of a class, such as `istio-waypoint`. The policy must be in the root namespace, `istio-system`. */
  static gatewayClass(name: string): TargetReference {
    return new TargetReference(() => ({ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name }));
  }

  /** A Service behind a waypoint, by construct or by name. */
  static service(service: ServiceLike | string): TargetReference {
    if (typeof service === 'string') {
      return new TargetReference(() => ({ group: '', kind: 'Service', name: service }));
    }
    return new TargetReference((rendering, field) => {
      const { name, namespace } = knownService(service, rendering, field);
      rendering.refuseForeign(field, { kind: 'Service', name, namespace });
      return { group: '', kind: 'Service', name };
    });
  }

  /** A ServiceEntry behind a waypoint, by construct or by name. */
  static serviceEntry(entry: ServiceEntry | string): TargetReference {
    const reference = (name: string) => ({ group: 'networking.istio.io', kind: 'ServiceEntry', name });
    if (typeof entry === 'string') {
      return new TargetReference(() => reference(entry));
    }
    return new TargetReference((rendering, field) => {
      const { kind, name, metadata } = entry;
      rendering.refuseForeign(field, { kind, name, namespace: metadata.namespace });
      return reference(name);
    });
  }

  private constructor(
    private readonly derive: (rendering: Rendering, field: FieldPath) => RawTargetReference,
  ) {}

  /** @internal */
  _render(rendering: Rendering, field: FieldPath): RawTargetReference {
    return this.derive(rendering, field);
  }
}

/**
 * The workloads or resources to which a policy applies. It has at most one of `selector` and `targetRefs`.
 *
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/
 */
export interface PolicyTarget {
  /**
   * The pods to which the policy applies, by labels or by their workload. It selects pods in the namespace of the
   * policy; in the root namespace `istio-system`, it selects pods in all namespaces.
   *
   * @default all pods in the namespace; in the root namespace, all pods of the mesh
   */
  readonly selector?: WorkloadSelector;

  /**
   * The waypoints, the gateways of the Kubernetes Gateway API, or the Services behind waypoints to which the policy
   * applies; at most 16. Waypoints ignore a policy with a selector.
   *
   * @default the selector decides
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
      matchLabels: renderSelector(selector, rendering, ['spec', 'selector', 'matchLabels'], reach),
    },
    targetRefs: targetRefs?.map((target, i) => target._render(rendering, ['spec', 'targetRefs', i])),
  };
}
