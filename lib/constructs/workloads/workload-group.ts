import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  WorkloadGroup as RawWorkloadGroup,
  type WorkloadGroupSpec,
} from '../../../imports/networking.istio.io';
import { IstioResource } from '../istio-resource';
import type { Rendering } from '../rendering';
import type { ReadinessProbe } from './readiness-probe';
import { renderWorkloadEndpoint, type WorkloadEndpoint } from './workload-entry';

/**
 * What the WorkloadEntries of a group have in their metadata.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup-ObjectMeta
 */
export interface WorkloadGroupMetadata {
  /**
   * Labels of each WorkloadEntry, by name.
   *
   * @default none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Annotations of each WorkloadEntry, by name.
   *
   * @default none
   */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Properties of a WorkloadGroup. */
export interface WorkloadGroupProps extends ResourceProps {
  /** What the workloads have in common. Their addresses are filled in when they join. */
  readonly template: WorkloadEndpoint;

  /**
   * Labels and annotations of the WorkloadEntries that are made for the group; `metadata` is the group's own.
   *
   * @default none
   */
  readonly workloadMetadata?: WorkloadGroupMetadata;

  /**
   * How the agent on each workload finds out whether it can serve.
   *
   * @default a workload can serve as long as its agent is connected
   */
  readonly probe?: ReadinessProbe;
}

/**
 * Workloads that are not pods and join the mesh by themselves, such as an autoscaled group of virtual machines: what a
 * Deployment is to pods. Istio makes a WorkloadEntry for each that connects.
 *
 * Synthesis fails when Istio would refuse the WorkloadGroup.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/
 */
export class WorkloadGroup extends IstioResource<WorkloadGroupSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'workloadgroups';
  protected readonly apiObject: ApiObject;
  private readonly props: WorkloadGroupProps;

  constructor(scope: Construct, id: string, props: WorkloadGroupProps) {
    super(scope, id);
    this.props = props;
    this.apiObject = new RawWorkloadGroup(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  protected render(rendering: Rendering): WorkloadGroupSpec {
    const { template, workloadMetadata: metadata, probe } = this.props;
    return {
      metadata: metadata && {
        labels: metadata.labels,
        annotations: metadata.annotations,
      },
      template: renderWorkloadEndpoint(template, rendering, ['spec', 'template']),
      probe: probe?._render(),
    };
  }
}
