import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  type EnvoyFilterSpec,
  type EnvoyFilterSpecConfigPatchesApplyTo,
  EnvoyFilter as RawEnvoyFilter,
} from '../../../imports/networking.istio.io';
import { IstioResource } from '../istio-resource';
import { list, type Rendering } from '../rendering';
import type { TargetReference } from '../target-reference';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import type { EnvoyMatch } from './envoy-filter-match';
import type { EnvoyPatch } from './envoy-filter-patch';

/** What of Envoy's configuration is patched. */
export enum ApplyTo {
  /** A port that the proxy listens on. */
  LISTENER = 'LISTENER',
  /** A filter that looks at a connection before its chain of filters is chosen. */
  LISTENER_FILTER = 'LISTENER_FILTER',
  /** The filters for some of the connections to a listener. */
  FILTER_CHAIN = 'FILTER_CHAIN',
  /** A filter of a chain, which sees bytes. */
  NETWORK_FILTER = 'NETWORK_FILTER',
  /** A filter of the HTTP connection manager. */
  HTTP_FILTER = 'HTTP_FILTER',
  /** A whole table of routes; MERGE only. */
  ROUTE_CONFIGURATION = 'ROUTE_CONFIGURATION',
  /** The routes for some domains. */
  VIRTUAL_HOST = 'VIRTUAL_HOST',
  /** A route of a virtual host. */
  HTTP_ROUTE = 'HTTP_ROUTE',
  /** A destination. */
  CLUSTER = 'CLUSTER',
  /** What an HTTP filter fetches by name; ADD only. */
  EXTENSION_CONFIG = 'EXTENSION_CONFIG',
  /** What the proxy starts with; MERGE only, and after a restart. */
  BOOTSTRAP = 'BOOTSTRAP',
}

/**
 * One change to Envoy's configuration.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch
 */
export interface EnvoyConfigPatch {
  /** The kind of object. */
  readonly applyTo: ApplyTo;

  /**
   * Which objects of the kind.
   *
   * @default all of them
   */
  readonly match?: EnvoyMatch;

  /** What is done to them. */
  readonly patch: EnvoyPatch;
}

/** Properties of an EnvoyFilter. Of `workloadSelector` and `targetRefs` it has one at most. */
export interface EnvoyFilterProps extends ResourceProps {
  /**
   * Changes, made in order. More can be added with `addConfigPatch`; an EnvoyFilter needs one.
   *
   * @default none
   */
  readonly configPatches?: readonly EnvoyConfigPatch[];

  /**
   * The pods whose proxies are changed, by labels or by their workload: those in the same namespace, or, when that is
   * the root namespace `istio-system`, those in all namespaces.
   *
   * @default all pods in the namespace; in the root namespace, all pods of the mesh
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * The waypoints and the gateways of the Kubernetes Gateway API that are changed; 16 at most.
   *
   * @default what the selector says
   */
  readonly targetRefs?: readonly TargetReference[];

  /**
   * The place among all EnvoyFilters: the lowest comes first. Give one to filters whose patches are relative to what
   * others add.
   *
   * @default 0; of equal ones, those of the root namespace come first, and then the oldest
   */
  readonly priority?: number;
}

/**
 * Changes what Istio tells Envoy, below everything that Istio promises.
 *
 * A sharp tool. Istio checks little of what it says and Envoy refuses the rest, whereupon the proxies keep their old
 * configuration and follow no later change either. The names that patches refer to change from version to version. Look
 * for another kind first, a Telemetry, a WasmPlugin, a TrafficExtension; try the EnvoyFilter on one workload; and look
 * at it again with each upgrade.
 *
 * Synthesis fails when Istio would refuse the EnvoyFilter or skip a patch. What patches say to Envoy is not checked.
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
    this.props = props;
    this.configPatches = [...(props.configPatches ?? [])];
    this.apiObject = new RawEnvoyFilter(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** Adds a change behind all others. */
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
