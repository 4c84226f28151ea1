import type { Expression } from '../../code';
import type { Exports, Libraries } from '../libraries';

/** The values of variables. */
export type Values = ReadonlyMap<string, unknown>;

/**
 * The value of an expression.
 *
 * @throws whatever the called functions throw
 */
export function evaluate(code: Expression, values: Values, libraries: Libraries): unknown {
  const value = (part: Expression): unknown => evaluate(part, values, libraries);
  const { node } = code;
  switch (node.is) {
    case 'data':
      return node.value;
    case 'variable':
      return values.get(node.name);
    case 'import':
      return node.isWhole ? libraries.load(node.from) : libraries.load(node.from)[node.name];
    case 'member':
      return (value(node.of) as Exports)[node.name];
    case 'call': {
      const args = node.args.map(value);
      if (node.isNew) {
        return Reflect.construct(value(node.callee) as new () => unknown, args);
      }
      const { callee } = node;
      // A method is called on its object.
      const self = callee.node.is === 'member' ? value(callee.node.of) : undefined;
      const method = callee.node.is === 'member' ? (self as Exports)[callee.node.name] : value(callee);
      return Reflect.apply(method as () => unknown, self, args);
    }
    case 'object':
      return Object.fromEntries([...node.fields].map(([key, part]) => [key, value(part)]));
    case 'list':
      return node.items.map(value);
  }
}
