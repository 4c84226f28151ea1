import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { type ExternalObject, externalObject, externalService } from '../manifests/external-object';
import type { IKubernetesNamespace, IKubernetesService, IServiceOwner } from './kubernetes/objects';

/** A Service that exists in the cluster and is not part of this app. */
export interface IServiceReference {
  /** The name of the Service object. */
  readonly serviceName: string;

  /** The namespace of the Service; undefined if `kubectl apply` decides it. */
  readonly serviceNamespace: string | undefined;

  /** The ports of the Service, as they were given. */
  readonly servicePorts: readonly ServicePortReference[];
}

/** A port of a Service that is not part of this app. */
export interface ServicePortReference {
  /** The number of the port. */
  readonly port: number;

  /**
   * The name of the port. Routes can then choose the port by name.
   *
   * @default the port has no name
   */
  readonly name?: string;
}

/** Options of `ServiceReference.fromServiceName`. */
export interface FromServiceNameOptions {
  /**
   * The namespace of the Service.
   *
   * @default the namespace of the chart
   */
  readonly namespaceName?: string;

  /** The ports of the Service. */
  readonly ports: readonly ServicePortReference[];
}

/**
 * A Service: the `Service` of any version of cdk8s-plus, an `ApiObject` such as `KubeService`, a construct that has a Service
 * such as an `EchoServer`, or a reference to a Service that is not part of this app.
 */
export type ServiceLike = IKubernetesService | IServiceOwner | ApiObject | IServiceReference;

/** A reference to a Service that is not part of this app. It can take the place of a Service everywhere. */
export class ServiceReference extends Construct implements IServiceReference {
  /** Refers to a Service that exists in the cluster and is not part of this app. */
  static fromServiceName(
    scope: Construct,
    id: string,
    serviceName: string,
    options: FromServiceNameOptions,
  ): IServiceReference {
    return new ServiceReference(scope, id, serviceName, options);
  }

  readonly serviceNamespace: string | undefined;
  readonly servicePorts: readonly ServicePortReference[];
  /** @internal */
  readonly externalObject: ExternalObject['externalObject'];

  private constructor(
    scope: Construct,
    id: string,
    readonly serviceName: string,
    { namespaceName, ports }: FromServiceNameOptions,
  ) {
    super(scope, id);
    this.serviceNamespace = namespaceName ?? Chart.of(this).namespace;
    this.servicePorts = ports;
    const metadata = { name: serviceName, namespace: this.serviceNamespace };
    this.externalObject = externalService(metadata, ports);
  }
}

/** A namespace that exists in the cluster and is not part of this app. */
export interface INamespaceReference {
  /** The name of the namespace. */
  readonly namespaceName: string;
}

/**
 * A namespace: the `Namespace` of any version of cdk8s-plus, a `MeshNamespace`, an `ApiObject` such as `KubeNamespace`, a
 * reference to a namespace that is not part of this app, or a name.
 */
export type NamespaceLike = string | IKubernetesNamespace | ApiObject | INamespaceReference;

/** A reference to a namespace that is not part of this app. It can take the place of a Namespace everywhere. */
export class NamespaceReference extends Construct implements INamespaceReference {
  /** Refers to a namespace that exists in the cluster and is not part of this app. */
  static fromNamespaceName(scope: Construct, id: string, namespaceName: string): INamespaceReference {
    return new NamespaceReference(scope, id, namespaceName);
  }

  /** @internal */
  readonly externalObject: ExternalObject['externalObject'];

  private constructor(
    scope: Construct,
    id: string,
    readonly namespaceName: string,
  ) {
    super(scope, id);
    this.externalObject = externalObject('v1', 'Namespace', { name: namespaceName });
  }
}

/** A VirtualService to which another VirtualService can delegate. */
export interface IDelegateVirtualService {
  /** The name of the VirtualService object. */
  readonly virtualServiceName: string;

  /** The namespace of the VirtualService; undefined if `kubectl apply` decides it. */
  readonly virtualServiceNamespace: string | undefined;
}
