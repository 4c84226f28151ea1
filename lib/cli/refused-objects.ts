import { refusals } from '../checks/refusals';
import type { IstioVersion } from '../istiod/istio-version';
import { fieldText } from '../manifests/field-path';
import { isRecord, type Manifest } from '../manifests/manifest';
import { type ObjectRef, refTo } from '../manifests/object-ref';

/** An object that a cluster would not have. */
export interface RefusedObject {
  readonly object: ObjectRef;
  readonly because: string;
}

/** Those of the objects named in a trace that the API server would refuse. The trace is as if it had them. */
export function refusedObjects(
  trace: unknown,
  manifests: readonly Manifest[],
  istio: IstioVersion,
): RefusedObject[] {
  const names = new Set<string>();
  addNames(trace, names);
  const named = manifests.filter((manifest) => names.has(nameOf(manifest)));
  return refusals(named, istio).map(({ object, field, text }) => ({
    object: refTo(object),
    because: field?.length ? `${fieldText(field)} ${text}` : text,
  }));
}

function addNames(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      addNames(item, names);
    }
  } else if (isRecord(value)) {
    const { kind, namespace, name } = value;
    if (typeof kind === 'string' && typeof namespace === 'string' && typeof name === 'string') {
      names.add(nameOf({ kind, namespace, name }));
    }
    for (const field of Object.values(value)) {
      addNames(field, names);
    }
  }
}

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}
