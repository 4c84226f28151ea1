import { isRecord, type Manifest } from './manifest';

/** A reference to an object that lives elsewhere in the cluster, such as `Gateway.fromGatewayName` returns. */
export interface ExternalObject {
  /** What is known of the object: its apiVersion, kind and metadata, and its spec if the caller gave one. */
  readonly externalObject: Readonly<Record<string, unknown>>;
}

/** An object that is known to exist. Its spec may be known, too. */
export function externalObject(
  apiVersion: string,
  kind: string,
  metadata: {
    readonly name: string;
    readonly namespace?: string | undefined;
    readonly annotations?: Readonly<Record<string, string>>;
  },
  spec?: object,
): ExternalObject['externalObject'] {
  return { apiVersion, kind, metadata, ...(spec === undefined ? {} : { spec }) };
}

/** On a Service of which nothing is known but its name and its ports, so that its selector is unknown and not missing. */
const WITHOUT_SELECTOR = 'cdk8s-istio/selector';

/** A Service that exists elsewhere, and whose pods are not known. */
export function externalService(
  metadata: { readonly name: string; readonly namespace?: string | undefined },
  ports: readonly object[],
): ExternalObject['externalObject'] {
  const annotations = { [WITHOUT_SELECTOR]: 'unknown' };
  return externalObject('v1', 'Service', { ...metadata, annotations }, { ports });
}

/** Whether a Service is one whose selector is not known. */
export function hasUnknownSelector({ object }: Manifest): boolean {
  const { metadata } = object;
  return isRecord(metadata) && isRecord(metadata.annotations) && WITHOUT_SELECTOR in metadata.annotations;
}

/** The namespace of an object that may be in any namespace. */
export const ANY_NAMESPACE = '*';

/** Whether nothing but the existence of an object is known. */
export function isOpaque({ object }: Manifest): boolean {
  return Object.keys(object).every((key) => ['apiVersion', 'kind', 'metadata'].includes(key));
}
