import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type GatewaySpec, Gateway as RawGateway } from '../../../imports/networking.istio.io';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { type ExternalObject, externalObject } from '../../manifests/external-object';
import type { FieldPath } from '../../manifests/manifest';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { type Rendering, uniqueNames } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import type { Server } from './gateway-server';

/** A Gateway of this app, or a reference to one that is not part of it. */
export interface IGateway {
  /** The name of the Gateway object. */
  readonly gatewayName: string;

  /** The namespace of the Gateway; undefined if `kubectl apply` decides it. */
  readonly gatewayNamespace: string | undefined;
}

/** Options of `Gateway.fromGatewayName`. */
export interface FromGatewayNameOptions {
  /**
   * The namespace of the Gateway.
   *
   * @default the namespace of the chart
   */
  readonly namespaceName?: string;
}

/**
 * Properties of a Gateway.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway
 */
export interface GatewayProps extends IstioResourceProps {
  /**
   * The servers: ports with their protocols, hosts and certificates. `addServer` adds more. A Gateway needs at least
   * one.
   *
   * @default none
   */
  readonly servers?: readonly Server[];

  /**
   * The gateway pods to which the Gateway applies, in any namespace.
   *
   * @default { istio: 'ingressgateway' }, the ingress gateway of the default profile
   */
  readonly selector?: WorkloadSelector;
}

/**
 * Ports, hosts and certificates of a load balancer at the edge of the mesh. The VirtualServices that are bound to the
 * Gateway decide where requests go from there.
 *
 * Synthesis fails if Istio would refuse the Gateway. `MeshApp` warns if the Gateway would serve nothing.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class Gateway extends IstioResource<GatewaySpec> implements IGateway {
  /** All sidecars. A VirtualService that is bound to it applies to calls inside the mesh. */
  static readonly MESH: IGateway = { gatewayName: MESH, gatewayNamespace: undefined };

  /** Refers to a Gateway that exists in the cluster and is not part of this app. */
  static fromGatewayName(
    scope: Construct,
    id: string,
    gatewayName: string,
    options: FromGatewayNameOptions = {},
  ): IGateway {
    return new ImportedGateway(scope, id, gatewayName, options.namespaceName);
  }

  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'gateways';
  protected readonly apiObject: ApiObject;
  private readonly servers: Server[];
  private readonly selector: WorkloadSelector;

  constructor(scope: Construct, id: string, props: GatewayProps = {}) {
    super(scope, id);
    this.servers = [...(props.servers ?? [])];
    this.selector = props.selector ?? { istio: 'ingressgateway' };
    this.apiObject = new RawGateway(this, 'Resource', { metadata: props.metadata, spec: this.lateSpec() });
  }

  get gatewayName(): string {
    return this.name;
  }

  get gatewayNamespace(): string | undefined {
    return this.metadata.namespace;
  }

  /** Adds a server. */
  addServer(server: Server): void {
    this.servers.push(server);
  }

  protected render(rendering: Rendering): GatewaySpec {
    const uniqueName = uniqueNames(this.servers.map(({ portName }) => portName));
    return {
      selector: renderSelector(this.selector, rendering, ['spec', 'selector'], { anyNamespace: true }),
      servers: this.servers.map((server, i) => server._render(uniqueName, rendering, ['spec', 'servers', i])),
    };
  }
}

class ImportedGateway extends Construct implements IGateway, ExternalObject {
  readonly gatewayNamespace: string | undefined;
  readonly externalObject: ExternalObject['externalObject'];

  constructor(
    scope: Construct,
    id: string,
    readonly gatewayName: string,
    namespaceName: string | undefined,
  ) {
    super(scope, id);
    this.gatewayNamespace = namespaceName ?? Chart.of(this).namespace;
    const metadata = { name: gatewayName, namespace: this.gatewayNamespace };
    this.externalObject = externalObject('networking.istio.io/v1', 'Gateway', metadata);
  }
}

/** @internal */
export function renderGateways(
  gateways: readonly IGateway[],
  rendering: Rendering,
  field: FieldPath,
): string[] {
  return gateways.map((gateway, i) => {
    const { gatewayName: name, gatewayNamespace: namespace } = gateway;
    if (gateway === Gateway.MESH) {
      return MESH;
    }
    const foreign = rendering.foreignNamespace([...field, i], { kind: 'Gateway', name, namespace });
    return foreign === undefined ? name : `${foreign}/${name}`;
  });
}
