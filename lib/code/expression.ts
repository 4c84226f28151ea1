import type { FieldPath } from '../manifests/manifest';

/** The parts of an expression. */
export type Node =
  | { readonly is: 'data'; readonly value: string | number | boolean | null | undefined }
  | { readonly is: 'variable'; readonly name: string }
  | {
      readonly is: 'import';
      readonly from: string;
      readonly name: string;
      /** Whether the name stands for the whole module. */
      readonly isWhole: boolean;
    }
  | { readonly is: 'member'; readonly of: Expression; readonly name: string }
  | {
      readonly is: 'call';
      readonly callee: Expression;
      readonly args: readonly Expression[];
      readonly isNew: boolean;
    }
  | { readonly is: 'object'; readonly fields: ReadonlyMap<string, Expression> }
  | { readonly is: 'list'; readonly items: readonly Expression[] };

/** Expressions, plain data, and lists and maps of both. Fields that are undefined are left out. */
export type Code = unknown;

/** A TypeScript expression. It does not change: each method returns a new one. */
export class Expression {
  constructor(
    readonly node: Node,
    /** Comments for the lines above. They are printed if the expression is a field of an object or an item of a list. */
    readonly comments: readonly string[] = [],
    /** The field of a manifest that the expression says; undefined if there is no single one. */
    readonly field?: FieldPath,
  ) {}

  /** `expression.a.b` */
  member(path: string): Expression {
    return path
      .split('.')
      .reduce((of: Expression, name) => new Expression({ is: 'member', of, name }), this as Expression);
  }

  /** `expression(a, b)`. Undefined arguments at the end are left out. */
  call(...args: readonly Code[]): Expression {
    return this.called(args, false);
  }

  /** `new expression(a, b)`. Undefined arguments at the end are left out. */
  make(...args: readonly Code[]): Expression {
    return this.called(args, true);
  }

  /** The expression with more comments above it. */
  commented(...comments: readonly string[]): Expression {
    return new Expression(this.node, [...this.comments, ...comments], this.field);
  }

  /** The expression as the one that says a field of a manifest. */
  at(field: FieldPath): Expression {
    return new Expression(this.node, this.comments, field);
  }

  private called(args: readonly Code[], isNew: boolean): Expression {
    const given = args.slice(0, args.findLastIndex((arg) => arg !== undefined) + 1);
    return new Expression({ is: 'call', callee: this, args: given.map(codeOf), isNew });
  }
}

/** The expression of a value: expressions stay, and plain data become literals. */
export function codeOf(value: Code): Expression {
  if (value instanceof Expression) {
    return value;
  }
  if (Array.isArray(value)) {
    return new Expression({ is: 'list', items: value.map(codeOf) });
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, item]) => item !== undefined);
    return new Expression({
      is: 'object',
      fields: new Map(fields.map(([key, item]) => [key, codeOf(item)])),
    });
  }
  return new Expression({ is: 'data', value: value as string | number | boolean | null | undefined });
}

/** What a module exports, such as `imported('cdk8s', 'Duration.seconds')`. The import is written when it is used. */
export function imported(from: string, path: string): Expression {
  const [name = '', ...members] = path.split('.');
  const whole = new Expression({ is: 'import', from, name, isWhole: false });
  return members.length === 0 ? whole : whole.member(members.join('.'));
}

/** A whole module under a name: `import * as name from 'from'`. */
export function importedAll(from: string, name: string): Expression {
  return new Expression({ is: 'import', from, name, isWhole: true });
}

/** A variable by its name. */
export function variable(name: string): Expression {
  return new Expression({ is: 'variable', name });
}

/** The direct parts of an expression. */
export function partsOf({ node }: Expression): readonly Expression[] {
  switch (node.is) {
    case 'member':
      return [node.of];
    case 'call':
      return [node.callee, ...node.args];
    case 'object':
      return [...node.fields.values()];
    case 'list':
      return node.items;
    default:
      return [];
  }
}

/** An expression and all of its parts, their parts included. */
export function* allPartsOf(code: Expression): Iterable<Expression> {
  const open = [code];
  for (let next = open.pop(); next; next = open.pop()) {
    yield next;
    open.push(...partsOf(next));
  }
}
