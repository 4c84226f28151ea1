import table from './argument-types.json';

/** The type of a value, as `npm run arguments` reads it from the sources. */
export type Type =
  /** `object` is an object whose members are not known here; `any` is what cannot be decided. */
  | 'string'
  | 'number'
  | 'boolean'
  | 'object'
  | 'any'
  /** One of some values; none of them for a property that is only there to be left out. */
  | { readonly values: readonly (string | number)[] }
  | { readonly list: Type }
  | { readonly map: Type }
  /** An instance of a class. */
  | { readonly class: string }
  /** Any object with the members of an interface, such as a construct: a key of `interfaces`. */
  | { readonly like: string }
  /** A key of `shapes`. */
  | { readonly shape: string }
  | { readonly anyOf: readonly Type[] };

/** The properties of an object, or the parameters of a call. The name of one that may be left out ends in `?`. */
export type Shape = Readonly<Record<string, Type>>;

export interface ArgumentTypes {
  /** The parameters of the calls of each class: `new`, `static prefix`, `addHttpRoute`. */
  readonly classes: Readonly<Record<string, Readonly<Record<string, Shape>>>>;
  /** The static members of each class that give an instance, such as `Duration.seconds()`. */
  readonly factories: Readonly<Record<string, readonly string[]>>;
  /** The members that an object of each interface must have. */
  readonly interfaces: Readonly<Record<string, readonly string[]>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

export const ARGUMENT_TYPES = table as unknown as ArgumentTypes;
