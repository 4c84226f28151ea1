import type { ApiObjectMetadataDefinition } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Kind, POD_OWNERS } from '../../manifests/kinds';
import type { FieldPath } from '../../manifests/manifest';
import type { Rendering } from '../rendering';

/**
 * An object of Kubernetes. The interfaces here ask for the members that the library uses, so the constructs of every
 * version of cdk8s-plus have them.
 */
export interface IKubernetesObject {
  /** The API version, such as `apps/v1`. */
  readonly apiVersion: string;

  /** The kind, such as `Deployment`. */
  readonly kind: string;

  /** The name of the object. */
  readonly name: string;
}

/** An object of this app, which knows its namespace. */
export interface IKubernetesObjectOfApp extends IKubernetesObject {
  /** The metadata of the object. */
  readonly metadata: Pick<ApiObjectMetadataDefinition, 'namespace'>;
}

/** A port of a Service. */
export interface IKubernetesServicePort {
  /** The number of the port. */
  readonly port: number;

  /** The name of the port. */
  readonly name?: string | undefined;

  /** `TCP`, `UDP` or `SCTP`. */
  readonly protocol?: string | undefined;
}

/** A Service, such as the `Service` of cdk8s-plus. */
export interface IKubernetesService extends IKubernetesObjectOfApp {
  /** The ports of the Service. */
  readonly ports: readonly IKubernetesServicePort[];

  /** The type of the Service, such as `ClusterIP`. */
  readonly type?: string | undefined;
}

/** A Secret, such as the `Secret` of cdk8s-plus, or `Secret.fromSecretName`. */
export interface IKubernetesSecret extends IKubernetesObject {
  /** Only Secrets have this method, so the compiler refuses other objects. */
  envValue(key: string): unknown;
}

/** A Namespace, such as the `Namespace` of cdk8s-plus. */
export interface IKubernetesNamespace extends IKubernetesObject {
  /** Only Namespaces have this method, so the compiler refuses other objects. */
  toNamespaceSelectorConfig(): unknown;
}

/** A ServiceAccount, such as the `ServiceAccount` of cdk8s-plus, or `ServiceAccount.fromServiceAccountName`. */
export interface IKubernetesServiceAccount extends IKubernetesObject {
  /** The name and the namespace, as a RoleBinding needs them. */
  toSubjectConfiguration(): { readonly name: string; readonly namespace?: string | undefined };
}

/**
 * An object that runs pods, such as the `Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `CronJob` or `Pod` of
 * cdk8s-plus.
 */
export interface IKubernetesWorkload extends IKubernetesObjectOfApp {
  /** The metadata of the pods. */
  readonly podMetadata: Pick<ApiObjectMetadataDefinition, 'toJson'>;

  /** The labels by which the object selects its pods. */
  readonly matchLabels?: Readonly<Record<string, string>>;

  /** The ServiceAccount of the pods. */
  readonly serviceAccount?: { readonly name: string } | undefined;
}

/** A construct with a Service that can take the place of the Service, such as an `EchoServer`. */
export interface IServiceOwner extends IConstruct {
  /** The Service that clients call. */
  readonly service: IKubernetesService;
}

/** A construct with a Deployment that can take the place of the Deployment, such as an `EchoServer`. */
export interface IDeploymentOwner extends IConstruct {
  /** The Deployment of the pods. */
  readonly deployment: IKubernetesWorkload;
}

/** Whether an object is of a kind, in any version. */
export function isOfKind({ group, kind }: Kind, object: Partial<IKubernetesObject>): boolean {
  const { apiVersion = '' } = object;
  const slash = apiVersion.indexOf('/');
  return object.kind === kind && apiVersion.slice(0, Math.max(slash, 0)) === group;
}

/** Refuses an object of another kind than the one that the field takes. Returns whether it is of that kind. */
export function acceptsKind(
  wanted: Kind,
  object: Partial<IKubernetesObject>,
  rendering: Rendering,
  field: FieldPath,
): boolean {
  if (isOfKind(wanted, object)) {
    return true;
  }
  // Other APIs have kinds of the same name.
  const shown = object.kind === wanted.kind ? `${object.apiVersion} ${nameOf(object)}` : nameOf(object);
  const remedy = remedyFor(wanted, object);
  rendering.refuse(field, `refers to ${shown}, which is not a ${wanted.kind} of Kubernetes; ${remedy}`);
  return false;
}

/** An object as messages name it. */
export function nameOf({ kind, name }: Partial<IKubernetesObject>): string {
  return kind === undefined ? 'something' : `${kind} "${name}"`;
}

function remedyFor({ kind }: Kind, object: Partial<IKubernetesObject>): string {
  const runsPods = [...POD_OWNERS, { group: '', kind: 'Pod' }].some((owner) => isOfKind(owner, object));
  return kind === 'Service' && runsPods
    ? `use the Service that selects the pods of ${nameOf(object)}`
    : `use a ${kind} of this app or of cdk8s-plus, or an ApiObject of this kind`;
}
