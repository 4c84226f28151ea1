import { type ApiObject, Chart } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type GatewaySpec, Gateway as RawGateway } from '../../../imports/networking.istio.io';
import { MESH, type Problem, validateGateway } from '../../admission';
import { type ExternalObject, externalObject } from '../../manifests/external-object';
import { IstioResource } from '../istio-resource';
import { type Rendering, uniqueNames } from '../rendering';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import type { Server } from './gateway-server';

/** What a VirtualService can be bound to. */
export interface IGateway {
  /** The name of the Gateway object. */
  readonly gatewayName: string;

  /** Its namespace; undefined when that is left to `kubectl apply`. */
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

/** Properties of a Gateway. */
export interface GatewayProps extends ResourceProps {
  /**
   * The ports to listen on, with their protocols and hosts. More can be added with `addServer`; a Gateway needs one.
   *
   * @default none
   */
  readonly servers?: readonly Server[];

  /**
   * The gateway pods that this is for. Their namespace does not matter.
   *
   * @default { istio: 'ingressgateway' }, the ingress gateway of the default profile
   */
  readonly selector?: WorkloadSelector;
}

/**
 * Ports, hosts and certificates for a gateway at the edge of the mesh. Where requests go from there is said by the
 * VirtualServices that are bound to it.
 *
 * Synthesis fails when Istio would refuse the Gateway or serve nothing with it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class Gateway extends IstioResource<GatewaySpec> implements IGateway {
  /** All sidecars: binds a VirtualService to calls inside the mesh. */
  static readonly MESH: IGateway = { gatewayName: MESH, gatewayNamespace: undefined };

  /** A Gateway that lives in the cluster and is not part of this app. */
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

  /** Adds a port to listen on. */
  addServer(server: Server): void {
    this.servers.push(server);
  }

  protected render(rendering: Rendering): GatewaySpec {
    const uniqueName = uniqueNames(this.servers.map(({ portName }) => portName));
    return {
      selector: renderSelector(this.selector, rendering, 'spec.selector', { anyNamespace: true }),
      servers: this.servers.map((server) => server._render(uniqueName)),
    };
  }

  protected validate(spec: GatewaySpec): Iterable<Problem> {
    return validateGateway(this.name, spec);
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
export function renderGateways(gateways: readonly IGateway[], rendering: Rendering, field: string): string[] {
  return gateways.map((gateway, i) => {
    const { gatewayName: name, gatewayNamespace: namespace } = gateway;
    if (gateway === Gateway.MESH) {
      return MESH;
    }
    const foreign = rendering.foreignNamespace(`${field}[${i}]`, { kind: 'Gateway', name, namespace });
    return foreign === undefined ? name : `${foreign}/${name}`;
  });
}
