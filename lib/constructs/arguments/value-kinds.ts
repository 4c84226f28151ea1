import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ARGUMENT_TYPES, type Type } from './argument-types';

/** The classes of this library by the names under which they are exported. */
const CLASSES = new Map<string, object>();

/** How to recognize the objects of classes of cdk8s, of which a program may load several copies. */
const OTHER_CLASSES: Readonly<Record<string, (value: object) => boolean>> = {
  ApiObject: (value) => ApiObject.isApiObject(value),
  Duration: (value) => 'toMilliseconds' in value,
};

/** Makes a class known by the name under which it is exported. */
export function registerClass(name: string, exportedClass: object): void {
  CLASSES.set(name, exportedClass);
}

/** Whether a value may be of a type, by what it is at its outside. */
export function isOfKind(value: unknown, type: Type): boolean {
  if (typeof type === 'string') {
    return type === 'any' || (type === 'object' ? isObject(value) : typeof value === type);
  }
  if ('values' in type) {
    // What the value has to be depends on the version of Istio as well, and admission says it.
    return type.values.some((one) => typeof one === typeof value);
  }
  if ('anyOf' in type) {
    return type.anyOf.some((one) => isOfKind(value, one));
  }
  if ('list' in type) {
    return Array.isArray(value);
  }
  if (!isObject(value)) {
    return false;
  }
  return 'class' in type ? isInstanceOf(value, type.class) : 'like' in type ? isLike(value, type.like) : true;
}

function isObject(value: unknown): value is object {
  return (
    (typeof value === 'object' && value !== null && !Array.isArray(value)) || typeof value === 'function'
  );
}

/** Whether an object is of a class. In another copy of this library, the class has the same name. */
function isInstanceOf(value: object, name: string): boolean {
  const isOther = OTHER_CLASSES[name];
  if (isOther) {
    return isOther(value);
  }
  const known = CLASSES.get(name);
  for (let prototype = prototypeOf(value); prototype; prototype = prototypeOf(prototype)) {
    const { constructor: own } = prototype;
    if (own === known || own?.name === name) {
      return true;
    }
  }
  return false;
}

/**
 * Whether an object has the members of an interface. Constructs say what they need instead of an object of another kind, so
 * every construct for an object passes where one is needed.
 */
function isLike(value: object, name: string): boolean {
  const members = ARGUMENT_TYPES.interfaces[name] ?? [];
  return (
    members.every((member) => member in value) ||
    (members.includes('kind') && Construct.isConstruct(value) && 'kind' in value)
  );
}

/** Whether an object was written as `{ … }`. In another realm, such as a test of jest, the prototype is another one. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype = prototypeOf(value);
  return prototype === null || prototypeOf(prototype) === null;
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value);
}

/** Whether cdk8s finds out the value only when it writes it, which may be of any type. */
export function isLate(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isPlain(value) &&
    ('produce' in value || 'resolve' in value)
  );
}
