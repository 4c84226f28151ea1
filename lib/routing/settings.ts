import type { Fields } from '../manifests/fields';
import { isRecord } from '../manifests/manifest';
import type { Settings } from './result';

/** The values of fields that hold anything, by their path: `{ http: { maxRetries: 3 } }` is `http.maxRetries` "3". */
export function settingsIn(fields: Fields | undefined, omitted: readonly string[] = []): Settings {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields ?? {}).filter(([field]) => !omitted.includes(field))) {
    addSettings(settings, name, value);
  }
  return settings;
}

function addSettings(settings: Record<string, string>, path: string, value: unknown): void {
  if (isRecord(value)) {
    for (const [name, inner] of Object.entries(value)) {
      addSettings(settings, `${path}.${name}`, inner);
    }
    // A block without fields may be a choice, such as the warm-up of endpoints.
    if (Object.keys(value).length === 0) {
      settings[path] = '{}';
    }
  } else if (Array.isArray(value)) {
    settings[path] = value.every((item) => !isRecord(item) && !Array.isArray(item))
      ? value.join(',')
      : JSON.stringify(value);
  } else if (value !== undefined && value !== null) {
    settings[path] = String(value);
  }
}

/** Settings as one line: `http.maxRetries 3, tcp.maxConnections 100`. */
export function settingsText(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
