/** A reference to an object of the cluster. */
export interface ObjectRef {
  /** Such as `VirtualService`. */
  readonly kind: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  /** Its `metadata.name`. */
  readonly name: string;
}

/** A reference to an object. */
export function refTo({ kind, namespace, name }: ObjectRef): ObjectRef {
  return { kind, namespace, name };
}
