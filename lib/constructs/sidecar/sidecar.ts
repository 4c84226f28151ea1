import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  Sidecar as RawSidecar,
  type SidecarSpec,
  type SidecarSpecInboundConnectionPool,
} from '../../../imports/networking.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { type ConnectionPoolSettings, renderConnectionPool } from '../destination-rule/connection-pool';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { list, type Rendering } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import type { OutboundTrafficPolicy } from './outbound-traffic-policy';
import {
  type EgressListener,
  type IngressListener,
  renderEgressListener,
  renderIngressListener,
} from './sidecar-listener';

/**
 * Properties of a Sidecar.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar
 */
export interface SidecarProps extends IstioResourceProps {
  /**
   * The pods to whose sidecars this applies, by labels or by their workload. The pods are in the namespace of the
   * Sidecar.
   *
   * @default all pods of the namespace that no other Sidecar selects; in the root namespace `istio-system`, all pods in
   *   namespaces without a Sidecar
   */
  readonly workloadSelector?: WorkloadSelector;

  /**
   * The listeners for the traffic that the pods send. A listener without a port applies to all other traffic and must
   * be the last. `addEgressListener` adds more.
   *
   * @default the pods can call all hosts that are exported to the namespace
   */
  readonly egress?: readonly EgressListener[];

  /**
   * The listeners for the traffic that the pods receive. `addIngressListener` adds more.
   *
   * @default the ports of the Services that select the pods
   */
  readonly ingress?: readonly IngressListener[];

  /**
   * Limits for the connections and requests to all ports. An ingress listener can have its own limits.
   *
   * @default no limits
   */
  readonly inboundConnectionPool?: ConnectionPoolSettings;

  /**
   * What happens to calls to hosts that neither a Service nor a ServiceEntry declares.
   *
   * @default the mesh configuration decides; Istio's default lets the calls through
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
}

/**
 * The hosts that the sidecars of some pods can reach, and the ports on which they accept traffic. Fewer hosts reduce
 * the configuration of the proxies and the work of istiod.
 *
 * Synthesis fails if Istio would refuse the Sidecar. `MeshApp` warns if Istio would ignore a part of it.
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
    props = checkedProps(this, props);
    this.props = props;
    this.egress = [...(props.egress ?? [])];
    this.ingress = [...(props.ingress ?? [])];
    this.apiObject = new RawSidecar(this, 'Resource', { metadata: props.metadata, spec: this.lateSpec() });
  }

  /** Adds a listener for traffic that the pods send. It comes before the listener without a port, if there is one. */
  addEgressListener(listener: EgressListener): void {
    const catchAll = this.egress.findIndex(({ port }) => port === undefined);
    this.egress.splice(catchAll < 0 || !listener.port ? this.egress.length : catchAll, 0, listener);
  }

  /** Adds a listener for traffic that the pods receive. */
  addIngressListener(listener: IngressListener): void {
    this.ingress.push(listener);
  }

  protected render(rendering: Rendering): SidecarSpec {
    const { workloadSelector, inboundConnectionPool, outboundTrafficPolicy } = this.props;
    return {
      workloadSelector: workloadSelector && {
        labels: renderSelector(workloadSelector, rendering, ['spec', 'workloadSelector', 'labels'], {
          anyNamespace: false,
        }),
      },
      egress: list(
        this.egress.map((listener, i) => renderEgressListener(listener, rendering, ['spec', 'egress', i])),
      ),
      ingress: list(this.ingress.map(renderIngressListener)),
      // The raw type has an enum of its own with the same values.
      inboundConnectionPool:
        inboundConnectionPool &&
        (renderConnectionPool(inboundConnectionPool) as unknown as SidecarSpecInboundConnectionPool),
      outboundTrafficPolicy: outboundTrafficPolicy?._render(rendering, ['spec', 'outboundTrafficPolicy']),
    };
  }
}
