import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  Sidecar as RawSidecar,
  type SidecarSpec,
  type SidecarSpecInboundConnectionPool,
} from '../../../imports/networking.istio.io';
import { type Problem, validateSidecar } from '../../admission';
import { type ConnectionPoolSettings, renderConnectionPool } from '../destination-rule/connection-pool';
import { IstioResource } from '../istio-resource';
import { list, type Rendering } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import type { OutboundTrafficPolicy } from './outbound-traffic-policy';
import {
  type EgressListener,
  type IngressListener,
  renderEgressListener,
  renderIngressListener,
} from './sidecar-listener';

/** Properties of a Sidecar. */
export interface SidecarProps extends ResourceProps {
  /**
   * The pods whose sidecars this is for, by labels or by their workload; they live in the same namespace.
   *
   * @default all pods of the namespace that no other Sidecar selects; in the root namespace `istio-system`, all pods
   *   of namespaces without a Sidecar
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * What the pods call, listener by listener; one without a port takes all other traffic and comes last. More can be
   * added with `addEgressListener`.
   *
   * @default all that is exported to the namespace
   */
  readonly egress?: readonly EgressListener[];

  /**
   * What is called on the pods. More can be added with `addIngressListener`.
   *
   * @default the ports of the Services that select the pods
   */
  readonly ingress?: readonly IngressListener[];

  /**
   * Limits for what comes in on all ports. An ingress listener may have its own.
   *
   * @default no limits
   */
  readonly inboundConnectionPool?: ConnectionPoolSettings;

  /**
   * What becomes of calls to hosts that no Service and no ServiceEntry has.
   *
   * @default as the mesh configuration says: they are let through
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
}

/**
 * What the sidecars of some pods know of the mesh and take in. Fewer hosts make smaller proxies and less work for
 * istiod, and keep pods from calling what they have no business with.
 *
 * Synthesis fails when Istio would refuse the Sidecar or ignore a part of it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/
 */
export class Sidecar extends IstioResource<SidecarSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'sidecars';
  protected readonly apiObject: ApiObject;
  private readonly props: SidecarProps;
  private readonly egress: EgressListener[];
  private readonly ingress: IngressListener[];

  constructor(scope: Construct, id: string, props: SidecarProps = {}) {
    super(scope, id);
    this.props = props;
    this.egress = [...(props.egress ?? [])];
    this.ingress = [...(props.ingress ?? [])];
    this.apiObject = new RawSidecar(this, 'Resource', { metadata: props.metadata, spec: this.lateSpec() });
  }

  /** Adds something that the pods call, before the listener without a port, if there is one. */
  addEgressListener(listener: EgressListener): void {
    const catchAll = this.egress.findIndex(({ port }) => port === undefined);
    this.egress.splice(catchAll < 0 || !listener.port ? this.egress.length : catchAll, 0, listener);
  }

  /** Adds something that is called on the pods. */
  addIngressListener(listener: IngressListener): void {
    this.ingress.push(listener);
  }

  protected render(rendering: Rendering): SidecarSpec {
    const { workloadSelector, inboundConnectionPool, outboundTrafficPolicy } = this.props;
    return {
      workloadSelector: workloadSelector && {
        labels: renderSelector(workloadSelector, rendering, 'spec.workloadSelector.labels', {
          anyNamespace: false,
        }),
      },
      egress: list(
        this.egress.map((listener, i) => renderEgressListener(listener, rendering, `spec.egress[${i}]`)),
      ),
      ingress: list(this.ingress.map(renderIngressListener)),
      // The raw type has an enum of its own with the same values.
      inboundConnectionPool:
        inboundConnectionPool &&
        (renderConnectionPool(inboundConnectionPool) as unknown as SidecarSpecInboundConnectionPool),
      outboundTrafficPolicy: outboundTrafficPolicy?._render(rendering, 'spec.outboundTrafficPolicy'),
    };
  }

  protected validate(spec: SidecarSpec): Iterable<Problem> {
    return validateSidecar(this.name, spec);
  }
}
