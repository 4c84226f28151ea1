/** An object of the cluster by its names. */
export interface ObjectRef {
  /** Such as `VirtualService`. */
  readonly kind: string;
  /** Empty for objects of the cluster as a whole. */
  readonly namespace: string;
  /** Its `metadata.name`. */
  readonly name: string;
}

/** An object by its names alone. */
export function refTo({ kind, namespace, name }: ObjectRef): ObjectRef {
  return { kind, namespace, name };
}
