import { LABEL_FIELDS, STRING_MAP_FIELDS } from '../../istiod/virtual-services/http-match-request';

/** A match as text, without its name. Protocol buffers do not distinguish an empty field from an absent one. */
export function matchText(match: object): string {
  return mapText(match, (name, value) => name !== 'name' && !isEmpty(name, value));
}

/** An empty StringMatch, unlike an empty map of them, is a condition: the value must be present. */
const MAPS: readonly string[] = [...STRING_MAP_FIELDS, ...LABEL_FIELDS];

function isEmpty(name: string, value: unknown): boolean {
  if (!value || (Array.isArray(value) && value.length === 0)) {
    return true;
  }
  return MAPS.includes(name) && Object.keys(value).length === 0;
}

function mapText(map: object, isWanted: (name: string, value: unknown) => boolean): string {
  let text = '{';
  for (const name of Object.keys(map).sort()) {
    const value: unknown = map[name as keyof typeof map];
    if (isWanted(name, value)) {
      text += `${JSON.stringify(name)}:${valueText(value)},`;
    }
  }
  return `${text}}`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(valueText).join()}]`;
  }
  return typeof value === 'object' && value !== null
    ? mapText(value, () => true)
    : `${JSON.stringify(value)}`;
}
