const INDENT = '  ';
const WIDTH = 100;
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Plain data as TypeScript, in one line if that fits. */
export function literal(value: unknown, indent = '', taken = 0): string {
  if (typeof value === 'string') {
    return quoted(value);
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value) ?? 'undefined';
  }
  const inOneLine = oneLine(value);
  return indent.length + taken + inOneLine.length <= WIDTH ? inOneLine : manyLines(value, indent);
}

function oneLine(value: object): string {
  if (Array.isArray(value)) {
    return `[${value.map((item) => literal(item, '', Number.NEGATIVE_INFINITY)).join(', ')}]`;
  }
  const fields = fieldsOf(value).map(
    ([key, item]) => `${key}: ${literal(item, '', Number.NEGATIVE_INFINITY)}`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function manyLines(value: object, indent: string): string {
  const inner = indent + INDENT;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const items = Array.isArray(value)
    ? value.map((item) => literal(item, inner))
    : fieldsOf(value).map(([key, item]) => `${key}: ${literal(item, inner, key.length + 2)}`);
  return [open, ...items.map((item) => `${inner}${item},`), `${indent}${close}`].join('\n');
}

function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [IDENTIFIER.test(key) ? key : quoted(key), item]);
}

function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return escaped.includes("'") && !escaped.includes('"')
    ? `"${escaped}"`
    : `'${escaped.replaceAll("'", "\\'")}'`;
}
