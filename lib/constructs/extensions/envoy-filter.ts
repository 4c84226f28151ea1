import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type EnvoyFilterSpec,
  type EnvoyFilterSpecConfigPatchesApplyTo,
  EnvoyFilter as RawEnvoyFilter,
} from '../../../imports/networking.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { list, type Rendering } from '../rendering';
import type { TargetReference } from '../target-reference';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import type { EnvoyMatch } from './envoy-filter-match';
import type { EnvoyPatch } from './envoy-filter-patch';

/**
 * The kind of object in Envoy's configuration to which a patch applies.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-ApplyTo
 */
export enum ApplyTo {
  /** A listener, that is, a port on which the proxy listens. */
  LISTENER = 'LISTENER',
  /** A filter that inspects a connection before Envoy chooses its filter chain. */
  LISTENER_FILTER = 'LISTENER_FILTER',
  /** A filter chain, that is, the filters for some of the connections to a listener. */
  FILTER_CHAIN = 'FILTER_CHAIN',
  /** A filter of a filter chain, which processes bytes. */
  NETWORK_FILTER = 'NETWORK_FILTER',
  /** A filter of the HTTP connection manager. */
  HTTP_FILTER = 'HTTP_FILTER',
  /** A route configuration; MERGE only. */
  ROUTE_CONFIGURATION = 'ROUTE_CONFIGURATION',
  /** A virtual host, that is, the routes for some domains. */
  VIRTUAL_HOST = 'VIRTUAL_HOST',
  /** A route of a virtual host. */
  HTTP_ROUTE = 'HTTP_ROUTE',
  /** A cluster, that is, a destination. */
  CLUSTER = 'CLUSTER',
  /** Configuration that an HTTP filter fetches by name; ADD only. */
  EXTENSION_CONFIG = 'EXTENSION_CONFIG',
  /** The bootstrap configuration; MERGE only, and the proxy must be restarted. */
  BOOTSTRAP = 'BOOTSTRAP',
}

/**
 * A patch of Envoy's configuration.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch
 */
export interface EnvoyConfigPatch {
  /** The kind of object to which the patch applies. */
  readonly applyTo: ApplyTo;

  /**
   * The objects of the kind to which the patch applies.
   *
   * @default all objects of the kind
   */
  readonly match?: EnvoyMatch;

  /** The change that is made to the objects. */
  readonly patch: EnvoyPatch;
}

/**
 * Properties of an EnvoyFilter. It has at most one of `workloadSelector` and `targetRefs`.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter
 */
export interface EnvoyFilterProps extends IstioResourceProps {
  /**
   * The patches, which are applied in order. `addConfigPatch` adds more. An EnvoyFilter needs at least one.
   *
   * @default none
   */
  readonly configPatches?: readonly EnvoyConfigPatch[];

  /**
   * The pods to whose proxies the patches apply, by labels or by their workload. It selects pods in the namespace of
   * the EnvoyFilter; in the root namespace `istio-system`, it selects pods in all namespaces.
   *
   * @default all pods in the namespace; in the root namespace, all pods of the mesh
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * The waypoints and the gateways of the Kubernetes Gateway API to which the patches apply; at most 16.
   *
   * @default the selector decides
   */
  readonly targetRefs?: readonly TargetReference[];

  /**
   * The priority among all EnvoyFilters; a lower number is applied earlier. Set it for patches that refer to objects
   * that other EnvoyFilters add.
   *
   * @default 0; with equal priorities, EnvoyFilters of the root namespace come first, and then the oldest
   */
  readonly priority?: number;
}

/**
 * Patches of the configuration that Istio generates for Envoy. Istio does not guarantee that it stays compatible with
 * them.
 *
 * Use it with care. Istio checks little of a patch. If Envoy refuses the result, the proxies keep their old
 * configuration and do not follow later changes either. The names in Envoy's configuration change between versions.
 * Prefer another kind, such as a Telemetry, a WasmPlugin or a TrafficExtension; try the EnvoyFilter on one workload
 * first; and test it again with each upgrade.
 *
 * Synthesis fails if Istio would refuse the EnvoyFilter. `MeshApp` warns if Istio would skip a patch. The configuration in a
 * patch is not checked.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/
 */
export class EnvoyFilter extends IstioResource<EnvoyFilterSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'envoyfilters';
  protected readonly apiObject: ApiObject;
  private readonly props: EnvoyFilterProps;
  private readonly configPatches: EnvoyConfigPatch[];

  constructor(scope: Construct, id: string, props: EnvoyFilterProps = {}) {
    super(scope, id);
    props = checkedProps(this, props);
    this.props = props;
    this.configPatches = [...(props.configPatches ?? [])];
    this.apiObject = new RawEnvoyFilter(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** Adds a patch after all others. */
  addConfigPatch(patch: EnvoyConfigPatch): void {
    this.configPatches.push(patch);
  }

  protected render(rendering: Rendering): EnvoyFilterSpec {
    const { workloadSelector, targetRefs, priority } = this.props;
    return {
      workloadSelector: workloadSelector && {
        labels: renderSelector(workloadSelector, rendering, ['spec', 'workloadSelector', 'labels']),
      },
      targetRefs: targetRefs?.map((target, i) => target._render(rendering, ['spec', 'targetRefs', i])),
      priority,
      configPatches: list(
        this.configPatches.map(({ applyTo, match, patch }, i) => ({
          // The raw type has an enum of its own with the same values.
          applyTo: applyTo as unknown as EnvoyFilterSpecConfigPatchesApplyTo,
          match: match?._render(rendering, ['spec', 'configPatches', i, 'match']),
          patch: patch._render(),
        })),
      ),
    };
  }
}
