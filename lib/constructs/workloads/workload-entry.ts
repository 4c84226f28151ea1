import type { ApiObject } from 'cdk8s';
import { type IServiceAccount, type ResourceProps, ServiceAccount } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  WorkloadEntry as RawWorkloadEntry,
  type WorkloadEntrySpec,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { IstioResource } from '../istio-resource';
import { mapValues, type Rendering } from '../rendering';

/**
 * Where a workload is reached, and what is known of it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface WorkloadEndpoint {
  /**
   * An IP address, a host name where the ServiceEntry has resolution DNS, or `unix://` and the absolute path of a
   * socket. Without port.
   *
   * @default the gateway of the network, which `network` must then name
   */
  readonly address?: string;

  /**
   * Ports where they differ from those of the ServiceEntry, by the names of its ports.
   *
   * @default the `targetPort` of the ServiceEntry's port, or else its number
   */
  readonly ports?: Readonly<Record<string, number>>;

  /**
   * Labels, by which selectors and subsets find the workload.
   *
   * @default none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * The network it lives in. Endpoints of one network reach each other directly, those of others through gateways.
   *
   * @default the network of whoever calls it
   */
  readonly network?: string;

  /**
   * Where it runs: `region`, `region/zone` or `region/zone/subzone`.
   *
   * @default unknown
   */
  readonly locality?: string;

  /**
   * The share of the traffic, in proportion to the other endpoints.
   *
   * @default as much as each other endpoint
   */
  readonly weight?: number;

  /**
   * The identity of the workload, where it has a sidecar. It lives in the namespace of this object.
   *
   * @default none
   */
  readonly serviceAccount?: IServiceAccount | string;
}

/** Properties of a WorkloadEntry. */
export interface WorkloadEntryProps extends ResourceProps, WorkloadEndpoint {}

/**
 * One workload that is not a pod, such as a virtual machine. A ServiceEntry in the same namespace selects it by its
 * labels, as a Service selects pods.
 *
 * Synthesis fails when Istio would refuse the WorkloadEntry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/
 */
export class WorkloadEntry extends IstioResource<WorkloadEntrySpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'workloadentries';
  protected readonly apiObject: ApiObject;
  private readonly endpoint: WorkloadEndpoint;

  constructor(scope: Construct, id: string, props: WorkloadEntryProps) {
    super(scope, id);
    const { metadata, ...endpoint } = props;
    this.endpoint = endpoint;
    this.apiObject = new RawWorkloadEntry(this, 'Resource', { metadata, spec: this.lateSpec() });
  }

  protected render(rendering: Rendering): WorkloadEntrySpec {
    return renderWorkloadEndpoint(this.endpoint, rendering, ['spec']);
  }
}

/** @internal */
export function renderWorkloadEndpoint(
  endpoint: WorkloadEndpoint,
  rendering: Rendering,
  field: FieldPath,
): WorkloadEntrySpec {
  const { address, network, locality, weight, serviceAccount } = endpoint;
  return {
    address,
    ports: mapValues(endpoint.ports, (port) => port),
    labels: endpoint.labels,
    network,
    locality,
    weight,
    serviceAccount:
      serviceAccount && renderServiceAccount(serviceAccount, rendering, [...field, 'serviceAccount']),
  };
}

function renderServiceAccount(
  account: IServiceAccount | string,
  rendering: Rendering,
  field: FieldPath,
): string {
  if (typeof account === 'string') {
    return account;
  }
  const { name } = account;
  if (account instanceof ServiceAccount) {
    rendering.refuseForeign(field, { kind: account.kind, name, namespace: account.metadata.namespace });
  }
  return name;
}
