import type { FieldPath } from './manifest';

/** As Kubernetes spells a field: `spec.http[0].match[1].headers["x-user"]`. */
export function fieldText(field: FieldPath): string {
  return field
    .map((step, i) => {
      if (typeof step === 'number') {
        return `[${step}]`;
      }
      return /^[\w$-]+$/.test(step) ? `${i > 0 ? '.' : ''}${step}` : `["${step}"]`;
    })
    .join('');
}

/** The name of a field, or a place in a list. */
const STEP = /\.?([\w$-]+)|\[(\d+)\]/y;
/** The end of a key in quotes: a key may hold quotes itself, but a step or a remark follows its end. */
const KEY_END = /"\](?=[.[:]|$)/g;

/** The way to a field that is spelled so, and the rest of the text: what follows is no field. */
export function parseField(text: string): { readonly path: FieldPath; readonly rest: string } {
  const path: (string | number)[] = [];
  let at = 0;
  while (at < text.length) {
    const isKey = text.startsWith('["', at);
    const pattern = isKey ? KEY_END : STEP;
    pattern.lastIndex = isKey ? at + 2 : at;
    const match = pattern.exec(text);
    if (!match) {
      break;
    }
    path.push(isKey ? text.slice(at + 2, match.index) : (match[1] ?? Number(match[2])));
    at = pattern.lastIndex;
  }
  return { path, rest: text.slice(at) };
}
