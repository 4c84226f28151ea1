import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type GatewaySpec, Gateway as RawGateway } from '../../../imports/networking.istio.io';
import { IST9023 } from '../../catalogue/construct-codes';
import { type ExternalObject, externalObject } from '../../manifests/external-object';
import { manifestOf } from '../../manifests/manifest';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { refuseCall } from '../mistakes';
import { type Rendering, uniqueNames } from '../rendering';
import type { DestinationReference } from '../traffic/destination';
import type { VirtualService } from '../traffic/virtual-service';
import { renderSelector, type WorkloadSelector } from '../workload-selector';
import { ExposedRoutes, type ExposeOptions } from './exposed-routes';
import { type IGateway, MESH_GATEWAY } from './gateway-reference';
import type { Server } from './gateway-server';

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
  static readonly MESH: IGateway = MESH_GATEWAY;

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
  private readonly exposed = new Map<string | undefined, ExposedRoutes>();
  private readonly uniqueId = uniqueNames(['Resource']);

  constructor(scope: Construct, id: string, props: GatewayProps = {}) {
    super(scope, id);
    props = checkedProps(this, props);
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

  /**
   * Routes requests that arrive at the Gateway to a destination: `gateway.expose(service, { host, path })`.
   *
   * All paths of a host are routes of one VirtualService, and the longest path is tried first. Synthesis fails if the
   * Gateway does not serve the host.
   *
   * @param to a Service with one port, an `EchoServer`, or a `Destination`
   * @returns the VirtualService of the host, in the namespace of the Gateway
   * @throws Error if the path of the host is exposed already (IST9023)
   */
  expose(to: DestinationReference, { host, path, ...route }: ExposeOptions = {}): VirtualService {
    const routes = this.exposed.get(host) ?? this.newExposedRoutes(host);
    this.exposed.set(host, routes);
    if (!routes.add(path, { ...route, to })) {
      const shown =
        typeof path === 'string' ? `path "${path}"` : path === undefined ? 'every path' : 'the path';
      const where = host === undefined ? 'its hosts' : `host "${host}"`;
      refuseCall(this, IST9023, `${shown} of ${where} is exposed already; choose another path or host`);
    }
    return routes;
  }

  private newExposedRoutes(host: string | undefined): ExposedRoutes {
    const id = host === undefined ? 'routes' : host.replace('*', 'any').replaceAll('.', '-');
    const { gatewayName, gatewayNamespace } = this;
    // With the JSON patches of the raw object.
    const manifest = () => manifestOf(this.apiObject.toJson());
    return new ExposedRoutes(this, this.uniqueId(id), { gatewayName, gatewayNamespace, manifest }, host);
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
