import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  VirtualService as RawVirtualService,
  type VirtualServiceSpec,
} from '../../../imports/networking.istio.io';
import { checkedProps } from '../arguments/checked-arguments';
import { type IGateway, renderGateways } from '../gateway/gateway-reference';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import { copy, list, type Rendering } from '../rendering';
import { type HttpRoute, renderHttpRoute } from './http-route';
import { renderTcpRoute, type TcpRoute } from './tcp-route';
import { renderTlsRoute, type TlsRoute } from './tls-route';

/**
 * Properties of a VirtualService.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export interface VirtualServiceProps extends IstioResourceProps {
  /**
   * The hosts to which the routes apply. At a gateway: the names that clients use, `*.example.com`, or `*` for all
   * hosts of the gateway. In the mesh: the names that pods call, such as `reviews` or `reviews.prod.svc.cluster.local`.
   *
   * A VirtualService without hosts is a `DelegateVirtualService`.
   */
  readonly hosts: readonly string[];

  /**
   * The Gateways at which the routes apply; `Gateway.MESH` for calls inside the mesh.
   *
   * @default the routes apply to calls inside the mesh only
   */
  readonly gateways?: readonly IGateway[];

  /**
   * The HTTP routes. They are tried in order, and the first route that matches applies. `addHttpRoute` adds more.
   *
   * @default none
   */
  readonly http?: readonly HttpRoute[];

  /**
   * The routes for TLS connections that the proxy does not decrypt. `addTlsRoute` adds more.
   *
   * @default none
   */
  readonly tls?: readonly TlsRoute[];

  /**
   * The TCP routes. `addTcpRoute` adds more.
   *
   * @default none
   */
  readonly tcp?: readonly TcpRoute[];

  /**
   * The namespaces whose sidecars and gateway pods see the routes: `.` for its own namespace, `*` for all, or names. An
   * ingress gateway in `istio-system` does not see a VirtualService of another namespace that is exported to `.`.
   *
   * @default all namespaces
   */
  readonly exportTo?: readonly string[];
}

/**
 * Routes for the requests to some hosts: where they go, and what happens to them on the way.
 *
 * Synthesis fails if Istio would refuse the VirtualService, for example for a regular expression that is not valid.
 * `MeshApp` warns if Istio would ignore a part of it: a route that never matches, a destination without traffic.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class VirtualService extends IstioResource<VirtualServiceSpec> {
  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'virtualservices';
  protected readonly apiObject: ApiObject;
  private readonly props: VirtualServiceProps;
  private readonly http: HttpRoute[];
  private readonly tls: TlsRoute[];
  private readonly tcp: TcpRoute[];

  constructor(scope: Construct, id: string, props: VirtualServiceProps) {
    super(scope, id);
    props = checkedProps(this, props);
    this.props = props;
    this.http = [...(props.http ?? [])];
    this.tls = [...(props.tls ?? [])];
    this.tcp = [...(props.tcp ?? [])];
    this.apiObject = new RawVirtualService(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** Adds an HTTP route after all others. */
  addHttpRoute(route: HttpRoute): void {
    this.http.push(route);
  }

  /** Adds a TLS route after all others. */
  addTlsRoute(route: TlsRoute): void {
    this.tls.push(route);
  }

  /** Adds a TCP route after all others. */
  addTcpRoute(route: TcpRoute): void {
    this.tcp.push(route);
  }

  /**
   * The HTTP routes, in the order in which they are tried.
   *
   * @internal
   */
  protected httpRoutes(): readonly HttpRoute[] {
    return this.http;
  }

  /** @internal */
  protected renderHosts(_rendering: Rendering): string[] {
    return copy(this.props.hosts) ?? [];
  }

  protected render(rendering: Rendering): VirtualServiceSpec {
    const { gateways, exportTo } = this.props;
    return {
      hosts: this.renderHosts(rendering),
      gateways: gateways && renderGateways(gateways, rendering, ['spec', 'gateways']),
      http: list(this.httpRoutes().map((route, i) => renderHttpRoute(route, rendering, ['spec', 'http', i]))),
      tls: list(this.tls.map((route, i) => renderTlsRoute(route, rendering, ['spec', 'tls', i]))),
      tcp: list(this.tcp.map((route, i) => renderTcpRoute(route, rendering, ['spec', 'tcp', i]))),
      exportTo: list(exportTo),
    };
  }
}
