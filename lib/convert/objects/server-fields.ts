import { isRecord, LAST_APPLIED, type Manifest, UNREAD_METADATA } from '../../manifests/manifest';

/** What the API server writes into `metadata`. `kubectl get` prints it. */
const METADATA = ['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', ...UNREAD_METADATA];
/** What the API server does not store, and cdk8s does not write, if it is empty. */
const MAY_BE_EMPTY = ['annotations', 'labels', 'finalizers', 'ownerReferences'];

/** An object, and what was left out of it, in words. */
export interface Stored {
  readonly manifest: Manifest;
  readonly left: readonly string[];
}

/**
 * An object as it is applied: without fields that are null, which cdk8s does not write and the API server does not store, and
 * without what the API server writes itself.
 */
export function asApplied(manifest: Manifest): Stored {
  const object = withoutNulls(manifest.object) as Manifest['object'];
  if (object === manifest.object) {
    return withoutServerFields(manifest);
  }
  const stored = withoutServerFields({ ...manifest, object });
  return { ...stored, left: [...stored.left, 'fields that are null'] };
}

/** The value without null fields; the same value if there are none. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(withoutNulls);
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (!isRecord(value)) {
    return value;
  }
  const entries = Object.entries(value);
  const kept = entries.flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)] as const]));
  const isSame = kept.length === entries.length && kept.every(([key, item]) => item === value[key]);
  return isSame ? value : Object.fromEntries(kept);
}

function withoutServerFields(manifest: Manifest): Stored {
  const { status, metadata, ...rest } = manifest.object;
  if (!isRecord(metadata)) {
    return { manifest, left: [] };
  }
  const { annotations, ...fields } = metadata;
  const own = isRecord(annotations) ? annotations : {};
  const { [LAST_APPLIED]: applied, ...others } = own;
  const known = METADATA.filter((key) => key in fields);
  const empty = MAY_BE_EMPTY.filter((key) => isEmpty(metadata[key]));
  const left = [
    ...(status === undefined ? [] : ['status']),
    ...known.map((key) => `metadata.${key}`),
    ...empty.map((key) => `metadata.${key}, which is empty`),
    ...(applied === undefined ? [] : [`metadata.annotations["${LAST_APPLIED}"]`]),
  ];
  if (left.length === 0) {
    return { manifest, left };
  }
  const kept = Object.entries(fields).filter(([key]) => !known.includes(key) && !empty.includes(key));
  const shown = applied === undefined ? annotations : others;
  const object = {
    ...rest,
    metadata: {
      ...Object.fromEntries(kept),
      ...(shown === undefined || isEmpty(shown) ? {} : { annotations: shown }),
    },
  };
  return { manifest: { ...manifest, object }, left };
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0;
}
