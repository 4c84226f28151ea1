import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import {
  VirtualService as RawVirtualService,
  type VirtualServiceSpec,
} from '../../../imports/networking.istio.io';
import { type ExternalObject, externalObject } from '../../manifests/external-object';
import { checkedProps } from '../arguments/checked-arguments';
import { IstioResource, type IstioResourceProps } from '../istio-resource';
import type { IDelegateVirtualService } from '../references';
import { list, type Rendering } from '../rendering';
import { type HttpRoute, renderHttpRoute } from './http-route';

/** Options of `DelegateVirtualService.fromVirtualServiceName`. */
export interface FromVirtualServiceNameOptions {
  /**
   * The namespace of the VirtualService.
   *
   * @default the namespace of the chart
   */
  readonly namespaceName?: string;
}

/**
 * Properties of a VirtualService without hosts.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService
 */
export interface DelegateVirtualServiceProps extends IstioResourceProps {
  /**
   * The HTTP routes, tried in order. `addHttpRoute` adds more. The VirtualService needs at least one.
   *
   * @default none
   */
  readonly http?: readonly HttpRoute[];

  /**
   * The namespaces whose VirtualServices may delegate to this one: `.` for its own namespace, `*` for all, or names.
   *
   * @default all namespaces
   */
  readonly exportTo?: readonly string[];
}

/**
 * A VirtualService without hosts and gateways. Another VirtualService delegates requests to it, so one team can own the
 * host, and other teams can each own the routes below a path.
 *
 * Synthesis fails if Istio would refuse the VirtualService. `MeshApp` warns if Istio would ignore a part of it.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
 */
export class DelegateVirtualService
  extends IstioResource<VirtualServiceSpec>
  implements IDelegateVirtualService
{
  /** Refers to a VirtualService without hosts that exists in the cluster and is not part of this app. */
  static fromVirtualServiceName(
    scope: Construct,
    id: string,
    virtualServiceName: string,
    options: FromVirtualServiceNameOptions = {},
  ): IDelegateVirtualService {
    return new ImportedDelegateVirtualService(scope, id, virtualServiceName, options.namespaceName);
  }

  /** The plural of the kind, by which RBAC knows it. */
  readonly resourceType = 'virtualservices';
  protected readonly apiObject: ApiObject;
  private readonly http: HttpRoute[];
  private readonly exportTo: readonly string[] | undefined;

  constructor(scope: Construct, id: string, props: DelegateVirtualServiceProps = {}) {
    super(scope, id);
    props = checkedProps(this, props);
    this.http = [...(props.http ?? [])];
    this.exportTo = props.exportTo;
    this.apiObject = new RawVirtualService(this, 'Resource', {
      metadata: props.metadata,
      spec: this.lateSpec(),
    });
  }

  get virtualServiceName(): string {
    return this.name;
  }

  get virtualServiceNamespace(): string | undefined {
    return this.metadata.namespace;
  }

  /** Adds an HTTP route after all others. */
  addHttpRoute(route: HttpRoute): void {
    this.http.push(route);
  }

  protected render(rendering: Rendering): VirtualServiceSpec {
    return {
      http: list(this.http.map((route, i) => renderHttpRoute(route, rendering, ['spec', 'http', i]))),
      exportTo: list(this.exportTo),
    };
  }
}

class ImportedDelegateVirtualService extends Construct implements IDelegateVirtualService, ExternalObject {
  readonly virtualServiceNamespace: string | undefined;
  readonly externalObject: ExternalObject['externalObject'];

  constructor(
    scope: Construct,
    id: string,
    readonly virtualServiceName: string,
    namespaceName: string | undefined,
  ) {
    super(scope, id);
    this.virtualServiceNamespace = namespaceName ?? Chart.of(this).namespace;
    const metadata = { name: virtualServiceName, namespace: this.virtualServiceNamespace };
    this.externalObject = externalObject('networking.istio.io/v1', 'VirtualService', metadata);
  }
}
