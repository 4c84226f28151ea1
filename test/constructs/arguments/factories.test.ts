import * as lib from '../../../lib';
import { ARGUMENT_TYPES, type Shape, type Type } from '../../../lib/constructs/arguments/argument-types';
import { errorsOf, newChart } from '../../support';

const CLASSES = Object.entries(ARGUMENT_TYPES.classes);
const WRONG = Symbol('wrong');

type Wrap = (value: unknown) => unknown;

/** Wraps an instance of a class in a value of the type; undefined if the type does not take one. */
function wrapIn(type: Type, className: string, seen: readonly string[] = []): Wrap | undefined {
  if (typeof type === 'string' || 'values' in type) {
    return undefined;
  }
  if ('class' in type) {
    return type.class === className ? (value) => value : undefined;
  }
  if ('list' in type) {
    const inner = wrapIn(type.list, className, seen);
    return inner && ((value) => [inner(value)]);
  }
  if ('map' in type) {
    const inner = wrapIn(type.map, className, seen);
    return inner && ((value) => ({ key: inner(value) }));
  }
  if ('anyOf' in type) {
    return first(type.anyOf, (one) => wrapIn(one, className, seen));
  }
  if ('like' in type) {
    return undefined;
  }
  return seen.includes(type.shape)
    ? undefined
    : wrapInShape(ARGUMENT_TYPES.shapes[type.shape] ?? {}, className, [...seen, type.shape]);
}

function wrapInShape(shape: Shape, className: string, seen: readonly string[]): Wrap | undefined {
  return first(Object.entries(shape), ([key, type]) => {
    const inner = wrapIn(type, className, seen);
    return inner && ((value) => ({ [key.replace('?', '')]: inner(value) }));
  });
}

function first<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

/** What synthesis says when a construct is given the value, which may be part of another value object. */
function errorsWith(value: unknown, className: string, seen: readonly string[] = []): string[] | undefined {
  return first(CLASSES, ([name, calls]) => {
    const type = Reflect.get(lib, name);
    const props = Object.values(calls.new ?? {})[2];
    const wrap = props && wrapIn(props, className);
    if (wrap) {
      return errorsOf(new type(newChart(), 'it', wrap(value)));
    }
    return seen.includes(name)
      ? undefined
      : first(Object.entries(calls), ([call, parameters]) => {
          const [, method] = call.split('static ');
          const wraps = Object.values(parameters).map((parameter) => wrapIn(parameter, className));
          return method !== undefined && wraps.some(Boolean) && !('scope' in parameters)
            ? errorsWith(type[method](...wraps.map((one) => one?.(value))), name, [...seen, name])
            : undefined;
        });
  });
}

const FACTORIES = CLASSES.flatMap(([name, calls]) =>
  Object.entries(calls).flatMap(([call, parameters]) => {
    const [, method] = call.split('static ');
    return method === undefined || 'scope' in parameters ? [] : [{ name, method, parameters }];
  }),
);

/** Each way to call a factory with one value of a wrong type, or one property that is unknown. */
const MISUSES = FACTORIES.flatMap(({ name, method, parameters }) =>
  Object.entries(parameters).flatMap(([key, type], i) => {
    const parameter = key.replace('?', '');
    const at = (value: unknown) => [...Array(i).fill(undefined), value];
    const said = (place: string, message: string) => `${name}.${method}(${place}) ${message}`;
    const shapes = typeof type === 'object' && 'shape' in type ? [type.shape] : [];
    return [
      { name, method, args: at(WRONG), said: said(parameter, 'is Symbol(wrong); use ') },
      ...shapes.flatMap((shape) => [
        { name, method, args: at({ zzzzzz: 1 }), said: said(`${parameter}.zzzzzz`, 'is unknown; ') },
        ...Object.keys(ARGUMENT_TYPES.shapes[shape] ?? {}).map((property) => {
          const field = property.replace('?', '');
          const place = `${parameter}.${field}`;
          return { name, method, args: at({ [field]: WRONG }), said: said(place, 'is Symbol(wrong); use ') };
        }),
      ]),
    ];
  }),
);

test.each(MISUSES.map((misuse) => [misuse.said, misuse] as const))(
  '%s…',
  (_, { name, method, args, said }) => {
    const made = Reflect.get(lib, name)[method](...args);
    const errors = errorsWith(made, name) ?? [];
    const path = /^\[test\/it\] \w+ "(test-)?it": /;
    expect(errors.filter((line) => line.includes(said) && path.test(line))).toHaveLength(1);
  },
);
