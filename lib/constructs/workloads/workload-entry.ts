import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  WorkloadEntry as RawWorkloadEntry,
  type WorkloadEntrySpec,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { knownServiceAccount, type ServiceIdentity } from '../kubernetes/service-account';
import { isWorkload } from '../kubernetes/workload';
import { mapValues, type Rendering } from '../rendering';

/**
 * The address and the properties of a workload outside Kubernetes.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface WorkloadEndpoint {
  /**
   * The address without a port: an IP address, a host name if the ServiceEntry has resolution DNS, or `unix://` and the
   * absolute path of a socket.
   *
   * @default the gateway of the network, which `network` must then name
   */
  readonly address?: string;

  /**
   * The ports of the workload, by the names of the ServiceEntry's ports.
   *
   * @default the `targetPort` of the ServiceEntry's port, or else its number
   */
  readonly ports?: Readonly<Record<string, number>>;

  /**
   * The labels of the workload, which selectors and subsets match.
   *
   * @default none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * The network of the workload. Endpoints in the same network reach each other directly, and endpoints in different
   * networks through gateways.
   *
   * @default the network of the client
   */
  readonly network?: string;

  /**
   * The locality of the workload: `region`, `region/zone` or `region/zone/subzone`.
   *
   * @default the locality is unknown
   */
  readonly locality?: string;

  /**
   * The share of the traffic, in proportion to the weights of the other endpoints.
   *
   * @default all endpoints have the same share
   */
  readonly weight?: number;

  /**
   * The ServiceAccount that is the identity of a workload with a sidecar. It must be in the namespace of this object.
   *
   * @default the workload has no identity
   */
  readonly serviceAccount?: ServiceIdentity | string;
}

/**
 * Properties of a WorkloadEntry.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry
 */
export interface WorkloadEntryProps extends IstioResourceProps, WorkloadEndpoint {}

/**
 * A workload outside Kubernetes, such as a virtual machine. A ServiceEntry in the same namespace selects it by its
 * labels, as a Service selects pods.
 *
 * Synthesis fails if Istio would refuse the WorkloadEntry.
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
    props = checkedProps(this, props);
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
  account: ServiceIdentity | string,
  rendering: Rendering,
  field: FieldPath,
): string {
  if (typeof account === 'string') {
    return account;
  }
  const { name, namespace } = knownServiceAccount(account, rendering, field);
  // A reference to a ServiceAccount that is not part of this app has no metadata.
  if (isWorkload(account) || 'metadata' in account) {
    rendering.refuseForeign(field, { kind: 'ServiceAccount', name, namespace });
  }
  return name;
}
