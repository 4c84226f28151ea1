import { Construct } from 'constructs';
import { IST9041, IST9042 } from '../../catalogue/construct-codes';
import type { MessageType } from '../../catalogue/message-type';
import { unknownProperty } from '../../catalogue/words';
import { fieldText } from '../../manifests/field-path';
import { nearest } from '../../manifests/nearest';
import { ARGUMENT_TYPES, type Shape, type Type } from './argument-types';
import { isLate, isOfKind, isPlain } from './value-kinds';
import { otherType } from './words';

/** A value that the TypeScript compiler would refuse. */
export interface Slip {
  readonly type: MessageType;
  /** The path of the property, such as `http[0].timeout`. */
  readonly place: string;
  /** What is wrong, and what to do. */
  readonly message: string;
  /** Whether something that is needed is missing because of it, so that other mistakes may follow from this one. */
  readonly leavesGap: boolean;
  /** What a factory threw because of it, so that the instance that stands for its result cannot be used. */
  readonly cause?: unknown;
}

/** The slips in the arguments of the calls that made an instance, for whatever the instance is given to. */
export const SLIPS_OF = new WeakMap<object, readonly Slip[]>();

type Plain = Readonly<Record<string, unknown>>;

/** One look at the arguments of a call. */
export class Fitting {
  readonly slips: Slip[] = [];
  private readonly path: (string | number)[] = [];

  /**
   * @param code what stands before the path, such as `PathMatch.prefix`
   * @param isOpen whether the value may have more properties than its type: a subclass has some of its own
   */
  constructor(
    private readonly prefix = '',
    private readonly isOpen = false,
  ) {}

  /** The value, without what is of another type. If nothing is, that is the value itself. */
  fit(value: unknown, type: Type): unknown {
    if (type === 'any' || isLate(value)) {
      return value;
    }
    if (!isOfKind(value, type)) {
      return this.refuse(otherType(value, type));
    }
    if (typeof value === 'object' && value !== null && !isPlain(value) && !Array.isArray(value)) {
      return this.fitInstance(value);
    }
    if (typeof type === 'string' || 'values' in type) {
      return value;
    }
    if ('anyOf' in type) {
      return this.fitOneOf(value, type.anyOf);
    }
    return 'list' in type
      ? this.fitList(value as readonly unknown[], type.list)
      : 'map' in type
        ? this.fitEntries(value as Plain, () => type.map)
        : 'shape' in type
          ? this.fitShape(value as Plain, type.shape)
          : value;
  }

  /** The arguments of a call, without what is of another type. */
  fitParameters(values: readonly unknown[], parameters: Shape): unknown[] {
    const fitted = [...values];
    for (const [i, [key, type]] of Object.entries(parameters).entries()) {
      const name = key.replace(/\?$/, '');
      if (values[i] !== undefined) {
        // As in a constructor, the properties of a construct are named without the parameter.
        fitted[i] = name === 'props' ? this.fit(values[i], type) : this.step(name, values[i], type);
      } else if (name === key && type !== 'any') {
        this.add('is missing; add it', name);
      }
    }
    return fitted;
  }

  private step(step: string | number, value: unknown, type: Type): unknown {
    this.path.push(step);
    const fitted = this.fit(value, type);
    this.path.pop();
    return fitted;
  }

  private fitList(list: readonly unknown[], type: Type): readonly unknown[] {
    const fitted = Array.from(list, (item, i) => this.step(i, item, type));
    return fitted.every((item, i) => item === list[i] && (item !== undefined || type === 'any'))
      ? list
      : fitted.filter((item) => item !== undefined);
  }

  private fitShape(object: Plain, name: string): Plain {
    const { types, required } = shapeOf(name);
    const isOpen = this.isOpen && this.path.length === 0;
    const names = Object.keys(object).filter((key) => object[key] !== undefined);
    const missing = new Set(required.filter((key) => object[key] === undefined));
    for (const key of isOpen ? [] : names.filter((key) => !types.has(key))) {
      const meant = nearest(key, types.keys());
      // A required property that is misspelled is reported once, and so is an object with nothing else.
      const isNeeded = meant !== undefined && missing.delete(meant);
      const leavesGap = isNeeded || !names.some((known) => types.has(known));
      this.slips.push({
        type: IST9041,
        place: this.place(key),
        message: unknownProperty(meant, [...types.keys()]),
        leavesGap,
      });
    }
    for (const key of missing) {
      this.add('is missing; add it', key);
    }
    return this.fitEntries(object, (key) => types.get(key));
  }

  private fitEntries(object: Plain, typeOf: (key: string) => Type | undefined): Plain {
    let fitted: Record<string, unknown> | undefined;
    for (const key of Object.keys(object)) {
      const type = typeOf(key);
      const isGiven = type !== undefined && object[key] !== undefined;
      const value = isGiven ? this.step(key, object[key], type) : object[key];
      if (value !== object[key]) {
        fitted ??= { ...object };
        fitted[key] = value;
      }
    }
    return fitted ?? object;
  }

  /** An instance has been looked at when it was made. A construct reports its slips itself. */
  private fitInstance(instance: object): object {
    const slips = Construct.isConstruct(instance) ? [] : (SLIPS_OF.get(instance) ?? []);
    for (const slip of slips) {
      this.slips.push({ ...slip, place: `${this.place()}: ${slip.place}` });
    }
    return instance;
  }

  /** A value that may have any of several types has the one in which the least is wrong. */
  private fitOneOf(value: unknown, types: readonly Type[]): unknown {
    let best: { slips: readonly Slip[]; fitted: unknown } | undefined;
    const before = this.slips.length;
    const possible = types.filter((one) => isOfKind(value, one));
    const shapes = possible.filter((one) => isMeantBy(value, one));
    for (const type of shapes.length > 0 ? shapes : possible) {
      const fitted = this.fit(value, type);
      const slips = this.slips.splice(before);
      if (slips.length < (best?.slips.length ?? Number.POSITIVE_INFINITY)) {
        best = { slips, fitted };
      }
    }
    this.slips.push(...(best?.slips ?? []));
    return best?.fitted;
  }

  private refuse(message: string): undefined {
    this.add(message);
  }

  private add(message: string, ...steps: string[]): void {
    this.slips.push({ type: IST9042, place: this.place(...steps), message, leavesGap: true });
  }

  private place(...steps: string[]): string {
    const path = fieldText([...this.path, ...steps]);
    return this.prefix === '' ? path : `${this.prefix}(${path})`;
  }
}

/** Whether a value has a property of a shape. */
function isMeantBy(value: unknown, type: Type): boolean {
  return (
    typeof type === 'object' &&
    'shape' in type &&
    isPlain(value) &&
    Object.keys(value).some((key) => shapeOf(type.shape).types.has(key))
  );
}

interface KnownShape {
  readonly types: ReadonlyMap<string, Type>;
  readonly required: readonly string[];
}

const SHAPES = new Map<string, KnownShape>();

function shapeOf(name: string): KnownShape {
  let known = SHAPES.get(name);
  if (!known) {
    const entries = Object.entries(ARGUMENT_TYPES.shapes[name] ?? {});
    known = {
      types: new Map(entries.map(([key, type]) => [key.replace(/\?$/, ''), type])),
      required: entries.map(([key]) => key).filter((key) => !key.endsWith('?')),
    };
    SHAPES.set(name, known);
  }
  return known;
}
