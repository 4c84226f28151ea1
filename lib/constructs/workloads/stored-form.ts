import { isRecord } from '../../manifests/manifest';
import { canonicalQuantity } from './quantity';

/** Numbers and booleans that the API server does not store when they are zero, or replaces by its default. */
const DROPPED_ZEROS: ReadonlySet<string> = new Set([
  ...['failureThreshold', 'hostPort', 'initialDelaySeconds', 'minReadySeconds', 'nodePort', 'periodSeconds'],
  ...['successThreshold', 'timeoutSeconds'],
  ...['hostIPC', 'hostNetwork', 'hostPID', 'paused', 'publishNotReadyAddresses', 'readOnly', 'stdin'],
  ...['stdinOnce', 'tty'],
]);

/** Maps of texts, which may be empty texts. An empty map is not stored. */
const TEXT_MAPS: ReadonlySet<string> = new Set(['annotations', 'labels', 'matchLabels', 'nodeSelector']);

/** Maps of quantities, and fields with one. */
const QUANTITY_MAPS: ReadonlySet<string> = new Set(['limits', 'requests']);
const QUANTITIES: ReadonlySet<string> = new Set(['sizeLimit']);

/** An empty text means "no class" here, and is stored. */
const STORED_TEXTS: ReadonlySet<string> = new Set(['storageClassName']);

/**
 * The fields of a Deployment, a Service or a ServiceAccount as the API server stores them: without zero values that it
 * drops, and with quantities as it writes them. `kubectl apply` sends any other form again each time, and says
 * "configured" where nothing has changed.
 */
export function storedForm(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const stored = Object.entries(fields).map(([key, value]) => [key, storedValue(key, value)] as const);
  return Object.fromEntries(stored.filter(([key, value]) => !isDropped(key, value)));
}

function storedValue(key: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((element: unknown) => (isRecord(element) ? storedForm(element) : element));
  }
  if (isRecord(value) && QUANTITY_MAPS.has(key)) {
    return Object.fromEntries(Object.entries(value).map(([name, amount]) => [name, quantity(amount)]));
  }
  if (isRecord(value) && !TEXT_MAPS.has(key)) {
    return storedForm(value);
  }
  return QUANTITIES.has(key) ? quantity(value) : value;
}

function quantity(value: unknown): unknown {
  return typeof value === 'string' ? canonicalQuantity(value) : value;
}

function isDropped(key: string, value: unknown): boolean {
  if (value === 0 || value === false) {
    return DROPPED_ZEROS.has(key);
  }
  if (isRecord(value)) {
    return Object.keys(value).length === 0 && (TEXT_MAPS.has(key) || QUANTITY_MAPS.has(key));
  }
  return (
    value == null || (value === '' && !STORED_TEXTS.has(key)) || (Array.isArray(value) && value.length === 0)
  );
}
