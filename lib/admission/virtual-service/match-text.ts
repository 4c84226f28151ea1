/** The match as text: without its name, and without what protocol buffers do not tell from nothing. */
export function matchText(match: object): string {
  const entries = Object.entries(match).filter(([name, value]) => name !== 'name' && !isDefault(name, value));
  return JSON.stringify(sorted(Object.fromEntries(entries)));
}

const MAPS = ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'];

function isDefault(name: string, value: unknown): boolean {
  if (!value || (Array.isArray(value) && value.length === 0)) {
    return true;
  }
  return MAPS.includes(name) && Object.keys(value).length === 0;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
