import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  type DestinationRuleSpec,
  type DestinationRuleSpecSubsetsTrafficPolicy,
  DestinationRule as RawDestinationRule,
} from '../../../imports/networking.istio.io';
import { type Problem, validateDestinationRule } from '../../admission';
import { IstioResource } from '../istio-resource';
import type { ServiceLike } from '../references';
import { list, Rendering } from '../rendering';
import { Destination, serviceHost } from '../traffic/destination';
import { ServiceEntry } from '../traffic/service-entry';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import { registerRule, wholeHost } from './known-subsets';
import { renderTrafficPolicy, type TrafficPolicy } from './traffic-policy';

/**
 * Some of the endpoints of a destination, told apart by the labels of their pods.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
 */
export interface Subset {
  /** Labels that its pods have, or the workload that they belong to. */
  readonly labels: WorkloadSelector;

  /**
   * What is different from the policy of the whole destination.
   *
   * @default nothing
   */
  readonly trafficPolicy?: TrafficPolicy;
}

/** Properties of a DestinationRule. */
export interface DestinationRuleProps extends ResourceProps {
  /**
   * The destination: a Service, a ServiceEntry with one host, or a host by name (`reviews.prod.svc.cluster.local`, a
   * host of a ServiceEntry, or `*.example.com` for many). A name without a dot is a Service in the namespace of the
   * rule.
   */
  readonly host: ServiceLike | ServiceEntry | string;

  /**
   * How clients treat all of the destination.
   *
   * @default Istio's defaults: least request, no limits, mutual TLS inside the mesh
   */
  readonly trafficPolicy?: TrafficPolicy;

  /**
   * Subsets by name. More can be added with `addSubset`; routes refer to them with `subset(name)`.
   *
   * @default none
   */
  readonly subsets?: Readonly<Record<string, Subset>>;

  /**
   * Namespaces whose clients follow the rule: `.` for its own, `*` for all, or names.
   *
   * @default all namespaces
   */
  readonly exportTo?: readonly string[];

  /**
   * The clients that follow the rule, in its own namespace.
   *
   * @default all clients
   */
  readonly workloadSelector?: WorkloadSelector;
}

/** Which port of the destination a route to a subset takes. */
export interface SubsetDestinationOptions {
  /**
   * The port of the Service, by number, or by name where the host is a Service construct.
   *
   * @default the Service's only port; with a host name, the port that the client called
   */
  readonly port?: number | string;
}

/**
 * How clients treat a destination once it is chosen: load balancing, limits, circuit breaking, encryption, and the
 * subsets that routes can name.
 *
 * Put it in the namespace of the Service, where all clients find it. In another namespace only the clients of that
 * namespace follow it, and an ingress gateway does not.
 *
 * Synthesis fails when Istio would refuse the rule or ignore a part of it.
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
    this.props = props;
    this.subsets = new Map(Object.entries(props.subsets ?? {}));
    this.apiObject = new RawDestinationRule(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
    this.register();
  }

  /**
   * Adds a subset.
   *
   * @throws when there is one of that name
   */
  addSubset(name: string, subset: Subset): void {
    if (this.subsets.has(name)) {
      throw new Error(
        `[${this.node.path}] DestinationRule "${this.name}": subset "${name}" is there already`,
      );
    }
    this.subsets.set(name, subset);
  }

  /**
   * A subset as the destination of a route.
   *
   * @throws when the rule has no such subset
   */
  subset(name: string, options: SubsetDestinationOptions = {}): Destination {
    if (!this.subsets.has(name)) {
      const known = [...this.subsets.keys()].join(', ') || 'none';
      throw new Error(
        `[${this.node.path}] DestinationRule "${this.name}": has no subset "${name}"; its subsets are: ${known}`,
      );
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
      host: renderHost(host, rendering, 'spec.host'),
      trafficPolicy: trafficPolicy && renderTrafficPolicy(trafficPolicy),
      subsets: list(
        [...this.subsets].map(([name, subset], i) => ({
          name,
          labels: renderSelector(subset.labels, rendering, `spec.subsets[${i}].labels`, {
            anyNamespace: true,
          }),
          // The raw type of each level has enums of its own with the same values.
          trafficPolicy: (subset.trafficPolicy && renderTrafficPolicy(subset.trafficPolicy)) as
            | DestinationRuleSpecSubsetsTrafficPolicy
            | undefined,
        })),
      ),
      exportTo: list(exportTo),
      workloadSelector: workloadSelector && {
        matchLabels: renderSelector(workloadSelector, rendering, 'spec.workloadSelector.matchLabels', {
          anyNamespace: false,
        }),
      },
    };
  }

  private register(): void {
    const { namespace } = this.metadata;
    const host = renderHost(this.props.host, new Rendering(namespace, this.node.root), 'spec.host');
    registerRule(this.node.root, wholeHost(host, namespace), () =>
      // What is written counts, with the JSON patches of the raw object.
      (this.apiObject.toJson().spec?.subsets ?? []).map(({ name }: { name: string }) => name),
    );
  }

  protected validate(spec: DestinationRuleSpec): Iterable<Problem> {
    return validateDestinationRule(this.name, spec, this.metadata.namespace);
  }
}

function renderHost(host: DestinationRuleProps['host'], rendering: Rendering, field: string): string {
  if (host instanceof ServiceEntry) {
    return host._host(undefined, rendering, field);
  }
  return typeof host === 'string' ? host : serviceHost(host, rendering, field);
}
