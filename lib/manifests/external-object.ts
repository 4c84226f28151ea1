import type { Manifest } from './manifest';

/** A reference to an object that lives elsewhere in the cluster, such as `Gateway.fromGatewayName` returns. */
export interface ExternalObject {
  /** What is known of the object: its apiVersion, kind and metadata, and its spec if the caller gave one. */
  readonly externalObject: Readonly<Record<string, unknown>>;
}

/** An object that is known to exist. Its spec may be known, too. */
export function externalObject(
  apiVersion: string,
  kind: string,
  metadata: { readonly name: string; readonly namespace?: string | undefined },
  spec?: object,
): ExternalObject['externalObject'] {
  return { apiVersion, kind, metadata, ...(spec === undefined ? {} : { spec }) };
}

/** The namespace of an object that may be in any namespace. */
export const ANY_NAMESPACE = '*';

/** Whether nothing but the existence of an object is known. */
export function isOpaque({ object }: Manifest): boolean {
  return Object.keys(object).every((key) => ['apiVersion', 'kind', 'metadata'].includes(key));
}
