import { type Code, codeOf, type Expression, type Node } from './expression';

const INDENT = '  ';
/** The width of a line. */
export const WIDTH = 100;
/** A name, or a whole number: keys that need no quotes. */
const BARE_KEY = /^(?:[A-Za-z_$][\w$]*|0|[1-9]\d{0,14})$/;

/** Where an expression stands. */
export interface Place {
  /** The blanks before the line in which it begins. */
  readonly indent?: string;
  /** The number of characters before it in this line, without the blanks. */
  readonly before?: number;
  /** The number of characters that follow it in the line in which it ends. */
  readonly after?: number;
}

/** An expression or plain data as TypeScript, in one line if that fits. */
export function print(code: Code, { indent = '', before = 0, after = 0 }: Place = {}): string {
  const expression = codeOf(code);
  return (
    inOneLine(expression, WIDTH - indent.length - before - after) ?? inManyLines(expression, indent, before)
  );
}

/** Text as a literal, in the quotes that need fewer backslashes. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replace(HIDDEN, escapeOf);
  return escaped.includes("'") && !escaped.includes('"')
    ? `"${escaped}"`
    : `'${escaped.replaceAll("'", "\\'")}'`;
}

/** Characters that nobody sees, or that change the direction of the text around them. JSON has escapes for the other controls. */
const HIDDEN = /[\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Comments as lines. */
export function commentLines(comments: readonly string[], indent = ''): string[] {
  return comments
    .flatMap((comment) => comment.split(/\r\n|[\n\r\u2028\u2029]/))
    .map((line) => `${indent}// ${line.replace(HIDDEN, escapeOf)}`.trimEnd());
}

/** The text in one line; undefined if it is longer than `width`, or if it needs several lines. */
function inOneLine(expression: Expression, width: number): string | undefined {
  let text = '';
  for (const piece of piecesOf(expression)) {
    if (piece === BREAK || text.length + piece.length > width) {
      return undefined;
    }
    text += piece;
  }
  return text;
}

/** A piece that does not fit into a line with others. */
const BREAK = Symbol('break');

function* piecesOf({ node }: Expression): Iterable<string | typeof BREAK> {
  switch (node.is) {
    case 'data':
      yield typeof node.value === 'string' ? quoted(node.value) : scalar(node.value);
      return;
    case 'variable':
    case 'import':
      yield node.name;
      return;
    case 'member':
      yield* piecesOf(node.of);
      yield `.${node.name}`;
      return;
    case 'call':
      yield node.isNew ? 'new ' : '';
      yield* piecesOf(node.callee);
      yield '(';
      yield* joined(node.args.map((arg) => ['', arg]));
      yield ')';
      return;
    case 'object':
      yield node.fields.size === 0 ? '{' : '{ ';
      yield* joined([...node.fields].map(([key, item]) => [`${keyOf(key)}: `, item]));
      yield node.fields.size === 0 ? '}' : ' }';
      return;
    case 'list':
      if (hasManyObjects(node.items)) {
        yield BREAK;
      }
      yield '[';
      yield* joined(node.items.map((item) => ['', item]));
      yield ']';
  }
}

function* joined(
  items: readonly (readonly [start: string, item: Expression])[],
): Iterable<string | typeof BREAK> {
  for (const [i, [start, item]] of items.entries()) {
    if (item.comments.length > 0) {
      yield BREAK;
    }
    yield i === 0 ? start : `, ${start}`;
    yield* piecesOf(item);
  }
}

/** Prettier and Biome give each item of such a list lines of its own. */
function hasManyObjects(items: readonly Expression[]): boolean {
  return items.length > 1 && items.every(({ node }) => node.is === 'object' && node.fields.size > 1);
}

function inManyLines(expression: Expression, indent: string, before: number): string {
  const { node } = expression;
  switch (node.is) {
    case 'object':
      return lines(
        '{}',
        [...node.fields].map(([key, item]) => [`${keyOf(key)}: `, item]),
        indent,
      );
    case 'list':
      return lines(
        '[]',
        node.items.map((item) => ['', item]),
        indent,
      );
    case 'member':
      return `${print(node.of, { indent, before })}.${node.name}`;
    case 'call':
      return callInManyLines(node, indent, before);
    default:
      return inOneLine(expression, Number.POSITIVE_INFINITY) ?? '';
  }
}

/** A call whose last argument is an object or a list keeps the others in its first line. */
function callInManyLines({ callee, args, isNew }: CallNode, indent: string, before: number): string {
  const start = `${isNew ? 'new ' : ''}${print(callee, { indent, before })}`;
  const [others, last] = [args.slice(0, -1), args.at(-1)];
  const head = others.map((arg) => inOneLine(arg, WIDTH));
  const firstLine = `${start}(${head.map((text) => `${text}, `).join('')}`;
  const isHugging =
    last !== undefined &&
    mayOpen(last) &&
    !args.some(({ comments }) => comments.length > 0) &&
    !others.some(mayOpen) &&
    !head.includes(undefined) &&
    indent.length + before + firstLine.length < WIDTH;
  if (isHugging) {
    return `${firstLine}${inManyLines(last, indent, 0)})`;
  }
  return `${start}${lines(
    '()',
    args.map((arg) => ['', arg]),
    indent,
  )}`;
}

type CallNode = Extract<Node, { readonly is: 'call' }>;

/** Whether an expression can begin in the line of a call and end in another one. */
function mayOpen({ node }: Expression): boolean {
  return (node.is === 'object' && node.fields.size > 0) || (node.is === 'list' && node.items.length > 0);
}

function lines(
  brackets: string,
  items: readonly (readonly [start: string, item: Expression])[],
  indent: string,
): string {
  const inner = indent + INDENT;
  return [
    brackets.charAt(0),
    ...items.flatMap(([start, item]) => [
      ...commentLines(item.comments, inner),
      `${inner}${start}${print(item, { indent: inner, before: start.length, after: 1 })},`,
    ]),
    `${indent}${brackets.charAt(1)}`,
  ].join('\n');
}

function keyOf(key: string): string {
  // `__proto__: value` would set the prototype.
  return key === '__proto__' ? "['__proto__']" : BARE_KEY.test(key) ? key : quoted(key);
}

function scalar(value: number | boolean | null | undefined): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
