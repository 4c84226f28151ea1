import { type Code, codeOf, type Expression } from '../../code';
import { type FieldPath, isRecord, type Manifest } from '../../manifests/manifest';
import type { References } from '../references';

/** A value of the manifest that the properties of the construct cannot say. */
export interface Patch {
  readonly field: FieldPath;
  readonly value: unknown;
  /** The field, at `field` or in it, that the construct cannot say. */
  readonly because: FieldPath;
}

/** Thrown where a value cannot be said. The nearest field above that may be left out becomes a patch. */
export class CannotSay extends Error {
  constructor(readonly field: FieldPath) {
    super();
  }
}

/** What the conversion of one object knows and collects. */
export interface Conversion {
  readonly manifest: Manifest;
  readonly references: References;
  readonly patches: Patch[];
}

/** Where a value was found. */
export interface Spot {
  readonly path: FieldPath;
  readonly conversion: Conversion;
}

type Say<Value> = (value: Value, spot: Spot) => Code;
type Has<Value> = (value: unknown) => value is Value;

/**
 * The fields of an object in a manifest. It knows which of them were read, and `rest` makes patches of the others. A field whose
 * value is not what the construct takes becomes a patch, too, and reads as undefined.
 */
export class Fields implements Spot {
  private readonly wasRead = new Set<string>();

  constructor(
    private readonly fields: Readonly<Record<string, unknown>>,
    readonly path: FieldPath,
    readonly conversion: Conversion,
  ) {}

  /** Reads an object. Fields that `read` does not read become patches. */
  static of<T>(value: unknown, spot: Spot, read: (fields: Fields) => T): T {
    const fields = new Fields(expect(value, isRecord, spot), spot.path, spot.conversion);
    const result = read(fields);
    fields.rest();
    return result;
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined;
  }

  /** The value of a field that is said as a part of another one. Reading it does not make it known: see `take`. */
  peek(name: string): unknown {
    return this.fields[name];
  }

  /** The value of a field, for a caller who makes sure that it is said. It throws if the value is of another type. */
  take<Value>(name: string, has: Has<Value>): Value | undefined {
    this.wasRead.add(name);
    const value = this.fields[name];
    return value === undefined ? undefined : expect(value, has, this.at(name));
  }

  /** Whether a field has this value. The field is then known, so the caller makes sure that it is said. */
  takeIf(name: string, value: unknown): boolean {
    const isIt = this.fields[name] === value;
    if (isIt) {
      this.wasRead.add(name);
    }
    return isIt;
  }

  /** The expression of a field; undefined if the field is absent, or if it becomes a patch. */
  say<Value>(name: string, has: Has<Value>, say: Say<Value>): Expression | undefined {
    this.wasRead.add(name);
    const value = this.fields[name];
    if (value === undefined) {
      return undefined;
    }
    const spot = this.at(name);
    const { patches } = this.conversion;
    const before = patches.length;
    try {
      return codeOf(say(expect(value, has, spot), spot)).at(spot.path);
    } catch (error) {
      if (!(error instanceof CannotSay)) {
        throw error;
      }
      patches.splice(before, Number.POSITIVE_INFINITY, { field: spot.path, value, because: error.field });
      return undefined;
    }
  }

  text(name: string): Expression | undefined {
    return this.say(name, isText, (text) => text);
  }

  number(name: string): Expression | undefined {
    return this.say(name, isNumber, (number) => number);
  }

  flag(name: string): Expression | undefined {
    return this.say(name, isBoolean, (flag) => flag);
  }

  /** A list of texts in a field that the construct leaves out if it is empty. */
  texts(name: string): Expression | undefined {
    return this.items(name, (value, spot) => expect(value, isText, spot));
  }

  /** A list of texts in a field where an empty list has a meaning. */
  textsOrNone(name: string): Expression | undefined {
    return this.itemsOrNone(name, (value, spot) => expect(value, isText, spot));
  }

  /** A map of texts. */
  textMap(name: string): Expression | undefined {
    return this.map(name, (value, spot) => expect(value, isText, spot));
  }

  /** A map. A value that cannot be said becomes a patch of its own. */
  map(name: string, say: Say<unknown>): Expression | undefined {
    return this.say(name, isRecord, (map, spot) => {
      const fields = new Fields(map, spot.path, spot.conversion);
      const said = Object.keys(map).map((key) => [key, fields.say(key, isAnything, say)] as const);
      return Object.fromEntries(said.filter(([, code]) => code !== undefined));
    });
  }

  object(name: string, say: (fields: Fields) => Code): Expression | undefined {
    return this.say(name, isRecord, (value, spot) => Fields.of(value, spot, say));
  }

  /** Reads an object that is not an expression of its own. It throws if the object cannot be said. */
  within<T>(name: string, read: (fields: Fields) => T): T | undefined {
    const value = this.take(name, isRecord);
    return value && Fields.of(value, this.at(name), read);
  }

  /** A list of objects in a field that the construct leaves out if it is empty. */
  list(name: string, say: (fields: Fields) => Code): Expression | undefined {
    return this.items(name, (value, spot) => Fields.of(value, spot, say));
  }

  /** A list of objects in a field where an empty list has a meaning. */
  listOrNone(name: string, say: (fields: Fields) => Code): Expression | undefined {
    return this.itemsOrNone(name, (value, spot) => Fields.of(value, spot, say));
  }

  /** A list of values in a field that the construct leaves out if it is empty. */
  items(name: string, say: Say<unknown>): Expression | undefined {
    return this.say(name, isFilledList, (items, spot) => saidItems(items, spot, say));
  }

  /** A list of values in a field where an empty list has a meaning. */
  itemsOrNone(name: string, say: Say<unknown>): Expression | undefined {
    return this.say(name, isList, (items, spot) => saidItems(items, spot, say));
  }

  /** The code of a field that the construct demands. */
  required<T>(name: string, code: T | undefined): T {
    if (code === undefined) {
      const { path, conversion } = this.at(name);
      const last = conversion.patches.at(-1);
      throw new CannotSay(last && isSame(last.field, path) ? last.because : path);
    }
    return code;
  }

  /** Makes patches of the fields that were not read. */
  rest(): void {
    for (const [name, value] of Object.entries(this.fields)) {
      if (!this.wasRead.has(name) && value !== undefined) {
        const field = [...this.path, name];
        this.conversion.patches.push({ field, value, because: field });
      }
    }
  }

  /** The spot of a field. */
  at(name: string): Spot {
    return { path: [...this.path, name], conversion: this.conversion };
  }
}

function isSame(a: FieldPath, b: FieldPath): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}

/** Says that the properties have another value than the manifest, which means the same to Istio. */
export function patch(value: unknown, { path, conversion }: Spot): void {
  conversion.patches.push({ field: path, value, because: path });
}

/** The spot of an item of a list. */
export function item({ path, conversion }: Spot, place: number): Spot {
  return { path: [...path, place], conversion };
}

/** The value, if it is of this type. */
export function expect<Value>(value: unknown, has: Has<Value>, { path }: Spot): Value {
  if (!has(value)) {
    throw new CannotSay(path);
  }
  return value;
}

function saidItems(items: readonly unknown[], spot: Spot, say: Say<unknown>): Code {
  return items.map((value, place) => {
    const itsSpot = item(spot, place);
    return codeOf(say(value, itsSpot)).at(itsSpot.path);
  });
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

export function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isFilledList(value: unknown): value is readonly unknown[] {
  return isList(value) && value.length > 0;
}

export function isAnything(_value: unknown): _value is unknown {
  return true;
}
