import { Expression } from '../../code';
import type { Comment, FieldPath } from '../../manifests/manifest';

/** The code of an object with the comments at its fields, and the comments for the lines above it. */
export interface Commented {
  readonly code: Expression;
  readonly above: readonly string[];
}

/** Puts each comment at the expression that says its field, or else the nearest field around it, or else above the whole. */
export function withComments(code: Expression, comments: readonly Comment[]): Commented {
  if (comments.length === 0) {
    return { code, above: [] };
  }
  const places = new Set<string>();
  visit(code, (field) => places.add(keyOf(field)));
  const above: string[] = [];
  const byPlace = new Map<string, string[]>();
  for (const { text, field } of comments) {
    const place = placeFor(field, places);
    const texts = place === undefined ? above : (byPlace.get(place) ?? []);
    texts.push(text);
    if (place !== undefined) {
      byPlace.set(place, texts);
    }
  }
  return { code: rebuilt(code, byPlace), above };
}

function placeFor(field: FieldPath, places: ReadonlySet<string>): string | undefined {
  for (let length = field.length; length > 0; length--) {
    const key = keyOf(field.slice(0, length));
    if (places.has(key)) {
      return key;
    }
  }
  return undefined;
}

function keyOf(field: FieldPath): string {
  return JSON.stringify(field);
}

/** Calls `found` with the field of each expression at which comments are printed. */
function visit(code: Expression, found: (field: FieldPath) => void): void {
  for (const part of printedParts(code)) {
    const field = fieldOf(part);
    if (field) {
      found(field);
    }
    visit(part, found);
  }
}

/** The field that an expression says, or that the object says whose methods it calls. */
function fieldOf(code: Expression): FieldPath | undefined {
  const { node } = code;
  if (code.field) {
    return code.field;
  }
  const inner = node.is === 'member' ? node.of : node.is === 'call' ? node.callee : undefined;
  return inner && fieldOf(inner);
}

/** The parts that can have comments: fields, items and arguments, also those of a call whose method is called. */
function printedParts({ node }: Expression): readonly Expression[] {
  switch (node.is) {
    case 'object':
      return [...node.fields.values()];
    case 'list':
      return node.items;
    case 'call':
      return [...printedParts(node.callee), ...node.args];
    case 'member':
      return printedParts(node.of);
    default:
      return [];
  }
}

function rebuilt(code: Expression, byPlace: Map<string, string[]>): Expression {
  const part = (inner: Expression): Expression => {
    const field = fieldOf(inner);
    const key = field ? keyOf(field) : '';
    const comments = byPlace.get(key) ?? [];
    // Several expressions may say one field.
    byPlace.delete(key);
    return rebuilt(inner, byPlace).commented(...comments);
  };
  const { node, comments, field } = code;
  switch (node.is) {
    case 'object': {
      const fields = new Map([...node.fields].map(([key, item]) => [key, part(item)]));
      return new Expression({ ...node, fields }, comments, field);
    }
    case 'list':
      return new Expression({ ...node, items: node.items.map(part) }, comments, field);
    case 'call': {
      const callee = rebuilt(node.callee, byPlace);
      return new Expression({ ...node, callee, args: node.args.map(part) }, comments, field);
    }
    case 'member':
      return new Expression({ ...node, of: rebuilt(node.of, byPlace) }, comments, field);
    default:
      return code;
  }
}
