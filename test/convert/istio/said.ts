import type { Expression } from '../../../lib/code';
import { ARGUMENT_TYPES, type Shape, type Type } from '../../../lib/constructs/arguments/argument-types';

/** What constructs take: properties such as `HttpRoute.timeout`, and factories such as `PathMatch.prefix()`. */
export class Said {
  /** What the constructs of these classes take. */
  static all(classes: readonly string[]): ReadonlySet<string> {
    const said = new Said();
    for (const name of classes) {
      said.wholeShape(ARGUMENT_TYPES.classes[name]?.new);
    }
    return said.names;
  }

  readonly names = new Set<string>();

  /** What an expression says. */
  add(expression: Expression, type: Type = 'any'): void {
    const { node } = expression;
    if (node.is === 'member' && node.of.node.is === 'import') {
      this.names.add(`${node.of.node.name}.${node.name}`);
    } else if (node.is === 'call') {
      this.addCall(node.callee, node.args);
    } else if (node.is === 'list') {
      for (const item of node.items) {
        this.add(item, partOf(type, 'list'));
      }
    } else if (node.is === 'object') {
      this.addObject(node.fields, type);
    }
  }

  private addCall(callee: Expression, args: readonly Expression[]): void {
    const { node } = callee;
    const isStatic = node.is === 'member' && node.of.node.is === 'import';
    const owner = isStatic ? node.of : callee;
    const name = owner.node.is === 'import' ? owner.node.name : '';
    const calls = ARGUMENT_TYPES.classes[name];
    if (isStatic) {
      this.names.add(`${name}.${node.name}()`);
    }
    const types = Object.values((isStatic ? calls?.[`static ${node.name}`] : calls?.new) ?? {});
    for (const [place, arg] of args.entries()) {
      this.add(arg, types[place]);
    }
  }

  private addObject(fields: ReadonlyMap<string, Expression>, type: Type): void {
    for (const [key, value] of fields) {
      const shapes = shapesOf(type).filter(([, shape]) => memberOf(shape, key));
      for (const [name, shape] of shapes) {
        this.names.add(`${name}.${key}`);
        this.add(value, memberOf(shape, key));
      }
      if (shapes.length === 0) {
        this.add(value, partOf(type, 'map'));
      }
    }
  }

  private wholeShape(shape: Shape = {}): void {
    Object.values(shape).forEach((type) => {
      this.whole(type);
    });
  }

  private whole(type: Type): void {
    if (typeof type !== 'object') {
      return;
    }
    if ('anyOf' in type) {
      type.anyOf.forEach((part) => {
        this.whole(part);
      });
    } else if ('list' in type) {
      this.whole(type.list);
    } else if ('map' in type) {
      this.whole(type.map);
    } else if ('class' in type) {
      this.wholeClass(type.class);
    }
    for (const [name, shape] of 'shape' in type ? shapesOf(type) : []) {
      for (const key of Object.keys(shape)) {
        const member = `${name}.${key.replace('?', '')}`;
        if (!this.names.has(member)) {
          this.names.add(member);
          this.whole(shape[key] as Type);
        }
      }
    }
  }

  private wholeClass(name: string): void {
    for (const factory of ARGUMENT_TYPES.factories[name] ?? []) {
      if (!this.names.has(factory)) {
        this.names.add(factory);
        const method = /\.(\w+)\(/.exec(factory)?.[1];
        this.wholeShape(ARGUMENT_TYPES.classes[name]?.[`static ${method}`]);
      }
    }
  }
}

function memberOf(shape: Shape, key: string): Type | undefined {
  return shape[key] ?? shape[`${key}?`];
}

function shapesOf(type: Type): (readonly [string, Shape])[] {
  if (typeof type !== 'object') {
    return [];
  }
  if ('anyOf' in type) {
    return type.anyOf.flatMap(shapesOf);
  }
  return 'shape' in type ? [[type.shape, ARGUMENT_TYPES.shapes[type.shape] ?? {}]] : [];
}

/** The type of the items of a list, or of the values of a map. */
function partOf(type: Type, part: 'list' | 'map'): Type {
  const types = typeof type === 'object' && 'anyOf' in type ? type.anyOf : [type];
  const found = types.find((candidate) => typeof candidate === 'object' && part in candidate);
  return (found as Readonly<Record<string, Type>> | undefined)?.[part] ?? 'any';
}
