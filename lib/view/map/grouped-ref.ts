import { isKnownKind, isSameKind, KUBERNETES_GATEWAY } from '../../manifests/kinds';
import { type ObjectRef, refTo } from '../../manifests/object-ref';

/** A reference to an object, of whose kind another API group may have one as well: Knative has a Service, too. */
export interface GroupedRef extends ObjectRef {
  /** Undefined for the group whose kind takes part in routes: a Gateway is one of Istio then. */
  readonly group?: string;
  /** Has the group as well. */
  readonly apiVersion?: string;
}

/** The kind, with its API group after a dot, as in kubectl, if the kind alone is not the one that takes part in routes. */
export function groupedKind(object: GroupedRef): string {
  const { kind } = object;
  const group = groupOf(object);
  const isPlain =
    group === undefined || (isKnownKind({ kind, group }) && !isSameKind({ kind, group }, KUBERNETES_GATEWAY));
  return isPlain ? kind : `${kind}.${group}`;
}

/** What is equal for references to the same object, and for no others. */
export function keyOf(object: GroupedRef): string {
  const { namespace, name } = object;
  return `${groupedKind(object)} ${namespace}/${name}`;
}

/** A reference that keeps the API group. */
export function groupedRefTo(object: GroupedRef): GroupedRef {
  const group = groupOf(object);
  return groupedKind(object) === object.kind || group === undefined
    ? refTo(object)
    : { ...refTo(object), group };
}

function groupOf({ group, apiVersion }: GroupedRef): string | undefined {
  return group ?? apiVersion?.replace(/(?:^|\/)[^/]*$/, '');
}
