import { Chart } from 'cdk8s';
import type { Namespace, Service } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { type ExternalObject, externalObject } from '../manifests/external-object';

/** A Service that lives elsewhere in the cluster. */
export interface IServiceReference {
  /** The name of the Service object. */
  readonly serviceName: string;

  /** Its namespace; undefined when that is left to `kubectl apply`. */
  readonly serviceNamespace: string | undefined;

  /** The ports that were told of it. */
  readonly servicePorts: readonly ServicePortReference[];
}

/** A port of a Service that lives elsewhere. */
export interface ServicePortReference {
  /** Its number. */
  readonly port: number;

  /**
   * Its name.
   *
   * @default none
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

/** A Service of this app, or one that lives elsewhere in the cluster. */
export type ServiceLike = Service | IServiceReference;

/** Refers to a Service that is not part of this app, wherever a Service can be given. */
export class ServiceReference extends Construct implements IServiceReference {
  /** A Service that lives in the cluster and is not part of this app. */
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
    this.externalObject = externalObject('v1', 'Service', metadata, { ports });
  }
}

/** A namespace that lives elsewhere in the cluster. */
export interface INamespaceReference {
  /** The name of the namespace. */
  readonly namespaceName: string;
}

/** A namespace of this app, one that lives elsewhere in the cluster, or simply a name. */
export type NamespaceLike = string | Namespace | INamespaceReference;

/** Refers to a namespace that is not part of this app, wherever a namespace can be given. */
export class NamespaceReference extends Construct implements INamespaceReference {
  /** A namespace that lives in the cluster and is not part of this app. */
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

/** @internal */
export function namespaceName(namespace: NamespaceLike): string {
  if (typeof namespace === 'string') {
    return namespace;
  }
  return 'namespaceName' in namespace ? namespace.namespaceName : namespace.name;
}

/** A VirtualService that another one can delegate to. */
export interface IDelegateVirtualService {
  /** The name of the VirtualService object. */
  readonly virtualServiceName: string;

  /** Its namespace; undefined when that is left to `kubectl apply`. */
  readonly virtualServiceNamespace: string | undefined;
}
