import type { ApiObject } from 'cdk8s';
import type { ResourceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  VirtualService as RawVirtualService,
  type VirtualServiceSpec,
} from '../../../imports/networking.istio.io';
import { type Problem, validateVirtualService } from '../../admission';
import { type IGateway, renderGateways } from '../gateway/gateway';
import { IstioResource } from '../istio-resource';
import { copy, list, type Rendering } from '../rendering';
import { type HttpRoute, renderHttpRoute } from './http-route';
import { renderTcpRoute, type TcpRoute } from './tcp-route';
import { renderTlsRoute, type TlsRoute } from './tls-route';

/** Properties of a VirtualService. */
export interface VirtualServiceProps extends ResourceProps {
  /**
   * Hosts whose requests are routed. At a gateway: names that clients use, `*.example.com`, or `*` for all that the
   * gateway serves. In the mesh: names that are called, such as `reviews` or `reviews.prod.svc.cluster.local`.
   *
   * For a VirtualService without hosts, see `DelegateVirtualService`.
   */
  readonly hosts: readonly string[];

  /**
   * Gateways at which the routes apply; `Gateway.MESH` for calls inside the mesh.
   *
   * @default calls inside the mesh only
   */
  readonly gateways?: readonly IGateway[];

  /**
   * Routes for HTTP, tried in order; the first that matches wins. More can be added with `addHttpRoute`.
   *
   * @default none
   */
  readonly http?: readonly HttpRoute[];

  /**
   * Routes for encrypted connections that are passed on unopened. More can be added with `addTlsRoute`.
   *
   * @default none
   */
  readonly tls?: readonly TlsRoute[];

  /**
   * Routes for TCP. More can be added with `addTcpRoute`.
   *
   * @default none
   */
  readonly tcp?: readonly TcpRoute[];

  /**
   * Namespaces whose sidecars and gateway pods see the routes: `.` for its own, `*` for all, or names. An ingress
   * gateway in `istio-system` sees nothing that is exported to `.` elsewhere.
   *
   * @default all namespaces
   */
  readonly exportTo?: readonly string[];
}

/**
 * Where requests for some hosts go, and what happens to them on the way.
 *
 * Synthesis fails when Istio would refuse the VirtualService or ignore a part of it: a route that can never match, a
 * destination without traffic, a pattern that is none.
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
    this.props = props;
    this.http = [...(props.http ?? [])];
    this.tls = [...(props.tls ?? [])];
    this.tcp = [...(props.tcp ?? [])];
    this.apiObject = new RawVirtualService(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  /** Adds a route behind all others. */
  addHttpRoute(route: HttpRoute): void {
    this.http.push(route);
  }

  /** Adds a route behind all others. */
  addTlsRoute(route: TlsRoute): void {
    this.tls.push(route);
  }

  /** Adds a route behind all others. */
  addTcpRoute(route: TcpRoute): void {
    this.tcp.push(route);
  }

  protected render(rendering: Rendering): VirtualServiceSpec {
    const { hosts, gateways, exportTo } = this.props;
    return {
      hosts: copy(hosts) ?? [],
      gateways: gateways && renderGateways(gateways, rendering, 'spec.gateways'),
      http: list(this.http.map((route, i) => renderHttpRoute(route, rendering, `spec.http[${i}]`))),
      tls: list(this.tls.map((route, i) => renderTlsRoute(route, rendering, `spec.tls[${i}]`))),
      tcp: list(this.tcp.map((route, i) => renderTcpRoute(route, rendering, `spec.tcp[${i}]`))),
      exportTo: list(exportTo),
    };
  }

  protected validate(spec: VirtualServiceSpec): Iterable<Problem> {
    return validateVirtualService(this.name, spec, this.metadata.namespace);
  }
}
