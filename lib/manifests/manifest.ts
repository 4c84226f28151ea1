import type { Kind } from './kinds';

/** The path to a field: names of fields and indexes in lists. */
export type FieldPath = readonly (string | number)[];

/** A comment, and the field at which it stands. */
export interface Comment {
  /** Without the `#` and the space after it. */
  readonly text: string;
  /** The field in the same line, or else the next one; empty for the whole document. */
  readonly field: FieldPath;
}

/** Where an object was written. */
export interface Origin {
  /** The file that the object was read from, as the caller named it; `-` is standard input. */
  readonly file?: string;
  /** The path of the construct that made the object. */
  readonly construct?: string;
  /** The line of the object or of a field, from 1 on. A field that is not written has the line of the one above. */
  line?(field?: FieldPath): number | undefined;
  /** The column of the same place, from 1 on, in UTF-16 code units; undefined if it is not known. */
  column?(field?: FieldPath): number | undefined;
  /** The comments of the document, with those of documents before it that have nothing else. */
  comments?(): readonly Comment[];
}

/** `file:line`, or the file alone if the line is not known; undefined for what was not read from a file. */
export function placeIn({ file, line }: Origin): string | undefined {
  return placeText(file, line?.());
}

/** `file:line`, or the file alone if the line is not known. */
export function placeText(file: string | undefined, line: number | undefined): string | undefined {
  return file === undefined || line === undefined ? file : `${file}:${line}`;
}

/** A Kubernetes object as plain data, with direct access to what every object has. */
export interface Manifest<Spec = unknown> {
  readonly apiVersion: string;
  /** Empty for the core group of Kubernetes. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** Whether that is the whole name. Otherwise it is `generateName`, the beginning of one, or empty. */
  readonly hasOwnName: boolean;
  /** `default` if none is written; empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** An empty object if none is written. Its shape is unknown until it has been checked against a schema. */
  readonly spec: Spec;
  /** The whole object as it was written. */
  readonly object: Readonly<Record<string, unknown>>;
  readonly origin: Origin;
}

/** The cluster-scoped kinds of Kubernetes and its usual extensions. */
const CLUSTER_SCOPED = new Set([
  'Namespace',
  'Node',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'GatewayClass',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'APIService',
  'CSIDriver',
  'CSINode',
  'CertificateSigningRequest',
  'ClusterIssuer',
  'ClusterTrustBundle',
  'DeviceClass',
  'FlowSchema',
  'IPAddress',
  'IngressClass',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'PersistentVolume',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ResourceSlice',
  'RuntimeClass',
  'ServiceCIDR',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'VolumeAttachment',
  'VolumeAttributesClass',
]);

/** The annotation in which kubectl keeps a copy of the whole object. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What the API server writes into `metadata`, and a mesh does not depend on. It depends on `creationTimestamp`: of objects that
 * exclude each other, Istio takes the oldest.
 */
export const UNREAD_METADATA: readonly string[] = [
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object as a manifest; undefined without an apiVersion or a kind, as it is then not a Kubernetes object. */
export function manifestOf(object: unknown, origin: Origin = {}): Manifest | undefined {
  if (!isRecord(object) || !isFilledText(object.apiVersion) || !isFilledText(object.kind)) {
    return undefined;
  }
  const { apiVersion, kind } = object;
  const slash = apiVersion.indexOf('/');
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  const hasOwnName = isFilledText(metadata.name);
  const name = hasOwnName ? metadata.name : metadata.generateName;
  return {
    apiVersion,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    name: isFilledText(name) ? name : '',
    hasOwnName,
    namespace: CLUSTER_SCOPED.has(kind)
      ? ''
      : isFilledText(metadata.namespace)
        ? metadata.namespace
        : 'default',
    labels: texts(metadata.labels),
    annotations: texts(metadata.annotations),
    spec: isRecord(object.spec) ? object.spec : {},
    object,
    origin,
  };
}

/** Whether an object is of this kind, in any version. */
export function isOf<Spec>(kind: Kind<Spec>, manifest: Manifest): manifest is Manifest<Spec> {
  return manifest.kind === kind.kind && manifest.group === kind.group;
}

/**
 * The key of an object in a cluster: its kind, in any version, its namespace and its name. Undefined for an object that
 * has only `generateName`, because it is a new object each time that it is created.
 */
export function identityOf(manifest: Manifest): string | undefined {
  return manifest.hasOwnName ? identity(manifest, manifest.namespace, manifest.name) : undefined;
}

/** The identity of the object with this kind, namespace and name. */
export function identity({ group, kind }: Kind, namespace: string, name: string): string {
  return `${group}/${kind} ${namespace}/${name}`;
}

/** Whether the value is a text that is not empty. */
export function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

const NOTHING: Readonly<Record<string, string>> = {};

function hasOnlyTexts(map: Readonly<Record<string, unknown>>): boolean {
  // A list of the values, made for each map, would take most of the time.
  for (const name in map) {
    if (typeof map[name] !== 'string') {
      return false;
    }
  }
  return true;
}

/** A map of labels or annotations. Numbers and booleans become strings; maps and lists become empty strings. */
export function texts(map: unknown): Readonly<Record<string, string>> {
  if (!isRecord(map)) {
    return NOTHING;
  }
  if (hasOnlyTexts(map)) {
    return map as Record<string, string>;
  }
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, typeof value === 'object' ? '' : String(value)]),
  );
}
