import type { Kind } from './kinds';

/** The way to a field: names of fields and places in lists. */
export type FieldPath = readonly (string | number)[];

/** Where an object was written. */
export interface Origin {
  /** The file it was read from, as it was named; `-` is standard input. */
  readonly file?: string;
  /** The path of the construct that made it. */
  readonly construct?: string;
  /** The line, from 1 on, of a field, or of what comes nearest above it; of the object when no field is asked for. */
  line?(field?: FieldPath): number | undefined;
}

/** A Kubernetes object as plain data, with what every object has made easy to reach. */
export interface Manifest<Spec = unknown> {
  readonly apiVersion: string;
  /** Empty for Kubernetes' core. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  /** `default` where none is written; empty for kinds that live in no namespace. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** An empty object where none is written. Its shape is as good as what wrote it, until a schema has seen it. */
  readonly spec: Spec;
  /** The whole object, as it was written. */
  readonly object: Readonly<Record<string, unknown>>;
  readonly origin: Origin;
}

/** Kinds without a namespace that matter here. */
const CLUSTER_SCOPED = new Set([
  'Namespace',
  'Node',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'GatewayClass',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
]);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object as a manifest; undefined when it is no Kubernetes object, for want of an apiVersion or a kind. */
export function manifestOf(object: unknown, origin: Origin = {}): Manifest | undefined {
  if (!isRecord(object) || !isText(object.apiVersion) || !isText(object.kind)) {
    return undefined;
  }
  const { apiVersion, kind } = object;
  const slash = apiVersion.indexOf('/');
  const metadata = isRecord(object.metadata) ? object.metadata : {};
  const name = [metadata.name, metadata.generateName].find(isText) ?? '';
  return {
    apiVersion,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind,
    name,
    namespace: CLUSTER_SCOPED.has(kind) ? '' : isText(metadata.namespace) ? metadata.namespace : 'default',
    labels: texts(metadata.labels),
    annotations: texts(metadata.annotations),
    spec: isRecord(object.spec) ? object.spec : {},
    object,
    origin,
  };
}

/** Whether the object is of this kind, in any version. */
export function isOf<Spec>(kind: Kind<Spec>, manifest: Manifest): manifest is Manifest<Spec> {
  return manifest.kind === kind.kind && manifest.group === kind.group;
}

/**
 * What tells an object from all others of a cluster: its kind, in any version, its namespace and its name. Undefined where
 * the object has no name but `generateName`, which makes another object each time.
 */
export function identityOf(manifest: Manifest): string | undefined {
  const { metadata } = manifest.object;
  return isRecord(metadata) && isText(metadata.name)
    ? identity(manifest, manifest.namespace, manifest.name)
    : undefined;
}

/** The identity of the object of this kind, namespace and name. */
export function identity({ group, kind }: Kind, namespace: string, name: string): string {
  return `${group}/${kind} ${namespace}/${name}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

const NOTHING: Readonly<Record<string, string>> = {};

/** A map of labels or annotations. Values that are no strings are taken as they are spelled, maps and lists as nothing. */
export function texts(map: unknown): Readonly<Record<string, string>> {
  if (!isRecord(map)) {
    return NOTHING;
  }
  if (Object.values(map).every((value) => typeof value === 'string')) {
    return map as Record<string, string>;
  }
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, typeof value === 'object' ? '' : String(value)]),
  );
}
