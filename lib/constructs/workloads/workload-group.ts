import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  WorkloadGroup as RawWorkloadGroup,
  type WorkloadGroupSpec,
} from '../../../imports/networking.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import type { Rendering } from '../rendering';
import type { ReadinessProbe } from './readiness-probe';
import { renderWorkloadEndpoint, type WorkloadEndpoint } from './workload-entry';

/**
 * The metadata of the WorkloadEntries of a group.
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

/**
 * Properties of a WorkloadGroup.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-group/#WorkloadGroup
 */
export interface WorkloadGroupProps extends IstioResourceProps {
  /** The template of the WorkloadEntries. Istio fills in the address of a workload when it joins. */
  readonly template: WorkloadEndpoint;

  /**
   * The labels and annotations of the WorkloadEntries. (`metadata` is the metadata of the WorkloadGroup itself.)
   *
   * @default none
   */
  readonly workloadMetadata?: WorkloadGroupMetadata;

  /**
   * The probe by which the agent on each workload finds out whether the workload is ready.
   *
   * @default a workload is ready while its agent is connected
   */
  readonly probe?: ReadinessProbe;
}

/**
 * A group of workloads outside Kubernetes that join the mesh by themselves, such as an autoscaled group of virtual
 * machines. It is for them what a Deployment is for pods. Istio creates a WorkloadEntry for each workload that
 * connects.
 *
 * Synthesis fails if Istio would refuse the WorkloadGroup.
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
    props = checkedProps(this, props);
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
