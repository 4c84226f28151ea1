import { LABEL_FIELDS, STRING_MAP_FIELDS } from '../../istiod/virtual-services/http-match-request';

/** A match as text, without its name. Protocol buffers do not distinguish an empty field from an absent one. */
export function matchText(match: object): string {
  const entries = Object.entries(match).filter(([name, value]) => name !== 'name' && !isEmpty(name, value));
  return JSON.stringify(sorted(Object.fromEntries(entries)));
}

/** An empty StringMatch, unlike an empty map of them, is a condition: the value must be present. */
const MAPS: readonly string[] = [...STRING_MAP_FIELDS, ...LABEL_FIELDS];

function isEmpty(name: string, value: unknown): boolean {
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
