/**
 * Makes the code that `cdk8s import` writes keep what it does not know. As it comes, it renders only the fields of the
 * schema, so a field of a JSON patch or a cast, such as one of a newer version of Istio, would vanish without a word; and
 * it throws a TypeError on a value of another type. The checks say what is wrong with both.
 */
export function keepUnknownFields(source: string): string {
  return IMPORT + source.replace(RENDER_FUNCTION, (text) => renderFunction(text));
}

/** A function that renders an object: from its head to the first brace in its column. */
const RENDER_FUNCTION = /^export function toJson_\w+\(obj: [\s\S]*?^}$/gm;

const HEAD = 'if (obj === undefined) { return undefined; }';
const WITHOUT_UNDEFINED =
  'Object.entries(result).reduce((r, i) => (i[1] === undefined) ? r : ({ ...r, [i[0]]: i[1] }), {})';

/** A field whose name in TypeScript is another one than in the object. */
const RENAMED = /^( +'(\w+)': .*?)\bobj\.(?!\2\b)(\w+)/gm;
const LIST = /\bobj\.(\w+)\?\.map\(y => (?:y|(toJson_\w+)\(y\))\)/g;
const MAP =
  /\(\(obj\.(\w+)\) === undefined\) \? undefined : \(Object\.entries\(obj\.\1\)\.reduce\(\(r, i\) => \(i\[1\] === undefined\) \? r : \(\{ \.\.\.r, \[i\[0\]\]: (?:i\[1\]|(toJson_\w+)\(i\[1\]\)) \}\), \{\}\)\)/g;

function renderFunction(text: string): string {
  if (!text.includes(HEAD) || !text.includes(WITHOUT_UNDEFINED)) {
    throw new Error(`the code of cdk8s import has changed: ${text.split('\n', 1)[0]}`);
  }
  const aliases = [...text.matchAll(RENAMED)].map(([, , , name]) => `, '${name}'`).join('');
  return (
    text
      .replace(HEAD, "if (typeof obj !== 'object' || obj === null || Array.isArray(obj)) { return obj; }")
      .replace(WITHOUT_UNDEFINED, `withUnknown(result, obj${aliases})`)
      .replace(LIST, (_, name, toJson) => `listOf(obj.${name}${toJson ? `, ${toJson}` : ''})`)
      .replace(MAP, (_, name, toJson) => `mapOf(obj.${name}${toJson ? `, ${toJson}` : ''})`)
      // JSON patches use the name in the object.
      .replace(RENAMED, "$1((obj as any)['$2'] ?? obj.$3)")
  );
}

const IMPORT = "import { listOf, mapOf, withUnknown } from '../lib/manifests/unknown-fields';\n";
