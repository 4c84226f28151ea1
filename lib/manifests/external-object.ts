import type { Manifest } from './manifest';

/** A stand-in for an object that lives elsewhere in the cluster, such as `Gateway.fromGatewayName` gives. */
export interface ExternalObject {
  /** What is known of it: apiVersion, kind and metadata, and the spec where that was told. */
  readonly externalObject: Readonly<Record<string, unknown>>;
}

/** An object of which it is known that it exists, and perhaps what it specifies. */
export function externalObject(
  apiVersion: string,
  kind: string,
  metadata: { readonly name: string; readonly namespace?: string | undefined },
  spec?: object,
): ExternalObject['externalObject'] {
  return { apiVersion, kind, metadata, ...(spec === undefined ? {} : { spec }) };
}

/** The namespace of an object that may be in any. */
export const ANY_NAMESPACE = '*';

/** Whether all that is known of an object is that it exists. */
export function isOpaque({ object }: Manifest): boolean {
  return Object.keys(object).every((key) => ['apiVersion', 'kind', 'metadata'].includes(key));
}
