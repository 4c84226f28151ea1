import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  type DestinationRuleSpec,
  type DestinationRuleSpecSubsetsTrafficPolicy,
  DestinationRule as RawDestinationRule,
} from '../../../imports/networking.istio.io';
import { IST9023 } from '../../catalogue/construct-codes';
import { IST0101 } from '../../catalogue/istio-traffic-codes';
import type { FieldPath } from '../../manifests/manifest';
import { checkedProps, hasWrongArguments } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { knownService, serviceHost } from '../kubernetes/service';
import { refuseCall } from '../mistakes';
import type { ServiceLike } from '../references';
import { list, Rendering } from '../rendering';
import { Destination } from '../traffic/destination';
import { ServiceEntry } from '../traffic/service-entry';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import { registerRule, wholeHost } from './known-subsets';
import { renderTrafficPolicy, type TrafficPolicy } from './traffic-policy';

/**
 * A subset of the endpoints of a destination, such as a version. The labels of the pods decide which endpoints belong
 * to it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export interface Subset {
  /**
   * The labels of the pods, or the workload to which they belong.
   *
   * @default all endpoints of the destination
   */
  readonly labels?: WorkloadSelector;

  /**
   * Settings that override the traffic policy of the whole destination for this subset.
   *
   * @default the traffic policy of the whole destination applies
   */
  readonly trafficPolicy?: TrafficPolicy;
}

/**
 * Properties of a DestinationRule.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule
 */
export interface DestinationRuleProps extends IstioResourceProps {
  /**
   * The destination: a Service, a ServiceEntry with one host, or a host by name (`reviews.prod.svc.cluster.local`, a
   * host of a ServiceEntry, or `*.example.com` for many). A name without a dot means a Service in the namespace of the
   * DestinationRule.
   */
  readonly host: ServiceLike | ServiceEntry | string;

  /**
   * The traffic policy of the whole destination.
   *
   * @default Istio's defaults: least request, no limits, mutual TLS inside the mesh
   */
  readonly trafficPolicy?: TrafficPolicy;

  /**
   * The subsets, by name. `addSubset` adds more. Routes refer to a subset with `rule.subset(name)`.
   *
   * @default none
   */
  readonly subsets?: Readonly<Record<string, Subset>>;

  /**
   * The namespaces to whose clients the rule applies: `.` for its own namespace, `*` for all, or names.
   *
   * @default all namespaces
   */
  readonly exportTo?: readonly string[];

  /**
   * The clients to which the rule applies, in the namespace of the rule.
   *
   * @default all clients
   */
  readonly workloadSelector?: WorkloadSelector;
}

/** Options of `DestinationRule.subset`. */
export interface SubsetDestinationOptions {
  /**
   * The port of the Service, by number, or by name if the host is a Service construct.
   *
   * @default the only port of the Service; if the host is a name, the port that the client called
   */
  readonly port?: number | string;
}

/**
 * The policies that apply to the traffic for a destination after routing: load balancing, limits, circuit breaking and
 * encryption. It also defines the subsets that routes can name.
 *
 * Put the DestinationRule in the namespace of the Service, where it applies to all clients. In another namespace, it
 * applies only to clients in that namespace, and not to an ingress gateway elsewhere.
 *
 * Synthesis fails if Istio would refuse the DestinationRule. `MeshApp` warns if Istio would ignore a part of it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/
 */
export class DestinationRule extends IstioResource<DestinationRuleSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'destinationrules';
  protected readonly apiObject: ApiObject;
  private readonly props: DestinationRuleProps;
  private readonly subsets: Map<string, Subset>;

  constructor(scope: Construct, id: string, props: DestinationRuleProps) {
    super(scope, id);
    props = checkedProps(this, props);
    this.props = props;
    this.subsets = new Map(Object.entries(props.subsets ?? {}));
    this.apiObject = new RawDestinationRule(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
    if (!hasWrongArguments(this)) {
      this.register();
    }
  }

  /**
   * Adds a subset.
   *
   * @throws Error if the rule has a subset of that name (IST9023)
   */
  addSubset(name: string, subset: Subset): void {
    if (this.subsets.has(name)) {
      refuseCall(this, IST9023, `subset "${name}" is there already; choose another name`);
    }
    this.subsets.set(name, subset);
  }

  /**
   * A subset as the destination of a route.
   *
   * @throws Error if the rule has no subset of that name (IST0101)
   */
  subset(name: string, options: SubsetDestinationOptions = {}): Destination {
    if (!this.subsets.has(name)) {
      const known = [...this.subsets.keys()].join(', ') || 'none';
      refuseCall(this, IST0101, `has no subset "${name}"; its subsets are: ${known}`);
    }
    const { host } = this.props;
    if (host instanceof ServiceEntry) {
      return host.destination({ ...options, subset: name });
    }
    return typeof host === 'string'
      ? Destination._hostIn(this, host, { ...options, subset: name })
      : Destination.service(host, { ...options, subset: name });
  }

  protected render(rendering: Rendering): DestinationRuleSpec {
    const { host, trafficPolicy, exportTo, workloadSelector } = this.props;
    return {
      host: renderHost(host, rendering, ['spec', 'host']),
      trafficPolicy:
        trafficPolicy && renderTrafficPolicy(trafficPolicy, rendering, ['spec', 'trafficPolicy']),
      subsets: list(
        [...this.subsets].map(([name, subset], i) => ({
          name,
          labels:
            subset.labels &&
            renderSelector(subset.labels, rendering, ['spec', 'subsets', i, 'labels'], {
              anyNamespace: true,
            }),
          // The raw type of each level has enums of its own with the same values.
          trafficPolicy: (subset.trafficPolicy &&
            renderTrafficPolicy(subset.trafficPolicy, rendering, ['spec', 'subsets', i, 'trafficPolicy'])) as
            | DestinationRuleSpecSubsetsTrafficPolicy
            | undefined,
        })),
      ),
      exportTo: list(exportTo),
      workloadSelector: workloadSelector && {
        matchLabels: renderSelector(
          workloadSelector,
          rendering,
          ['spec', 'workloadSelector', 'matchLabels'],
          {
            anyNamespace: false,
          },
        ),
      },
    };
  }

  private register(): void {
    const { namespace } = this.metadata;
    const host = renderHost(this.props.host, new Rendering(namespace, this.node.root), ['spec', 'host']);
    registerRule(this.node.root, wholeHost(host, namespace), () =>
      // The subsets as they are written, with the JSON patches of the raw object.
      (this.apiObject.toJson().spec?.subsets ?? []).map(({ name }: { name: string }) => name),
    );
  }
}

function renderHost(host: DestinationRuleProps['host'], rendering: Rendering, field: FieldPath): string {
  if (host instanceof ServiceEntry) {
    return host._host(undefined, rendering, field);
  }
  return typeof host === 'string'
    ? host
    : serviceHost(knownService(host, rendering, field), rendering, field);
}
