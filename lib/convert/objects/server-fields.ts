import { isRecord, type Manifest } from '../../manifests/manifest';

/** What the API server writes into `metadata`. `kubectl get` prints it. */
const METADATA = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object without what the API server writes itself, and which of its fields that concerns. */
export function withoutServerFields(manifest: Manifest): { manifest: Manifest; left: readonly string[] } {
  const { status, metadata, ...rest } = manifest.object;
  if (!isRecord(metadata)) {
    return { manifest, left: [] };
  }
  const { annotations, ...fields } = metadata;
  const own = isRecord(annotations) ? annotations : {};
  const { [LAST_APPLIED]: applied, ...others } = own;
  const known = METADATA.filter((key) => key in fields);
  const left = [
    ...(status === undefined ? [] : ['status']),
    ...known.map((key) => `metadata.${key}`),
    ...(applied === undefined ? [] : [`metadata.annotations["${LAST_APPLIED}"]`]),
  ];
  if (left.length === 0) {
    return { manifest, left };
  }
  const kept = Object.entries(fields).filter(([key]) => !known.includes(key));
  const shown = applied === undefined ? annotations : others;
  const object = {
    ...rest,
    metadata: {
      ...Object.fromEntries(kept),
      ...(shown === undefined || (applied !== undefined && Object.keys(others).length === 0)
        ? {}
        : { annotations: shown }),
    },
  };
  return { manifest: { ...manifest, object }, left };
}
