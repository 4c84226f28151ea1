import { Construct } from 'constructs';
import { IST9042 } from '../../catalogue/construct-codes';
import { ignoredCodes } from '../../catalogue/ignored-codes';
import { MistakeError } from '../../catalogue/mistake-error';
import { errorTexts, ownerOf } from '../mistakes';
import { ARGUMENT_TYPES, type Shape } from './argument-types';
import { Fitting, SLIPS_OF, type Slip } from './fit';
import { registerClass } from './value-kinds';

/** The names under which classes are exported. */
const NAMES = new WeakMap<object, string>();

/**
 * Lets the factories and the methods of classes look at their arguments, as the TypeScript compiler would. Apps are often run
 * by programs that remove the types without checking them. What is wrong is reported with the construct that it is given to.
 */
export function checkArguments(exported: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(exported)) {
    if (typeof value === 'function') {
      registerClass(name, value);
    }
  }
  for (const [name, calls] of Object.entries(ARGUMENT_TYPES.classes)) {
    const exportedClass = exported[name];
    if (typeof exportedClass === 'function') {
      NAMES.set(exportedClass, name);
      for (const [call, parameters] of Object.entries(calls)) {
        const [, isStatic, method = ''] = /^(static )?(.*)$/.exec(call) ?? [];
        const makes = ARGUMENT_TYPES.factories[name]?.includes(`${name}.${method}()`)
          ? exportedClass.prototype
          : undefined;
        if (isStatic) {
          const code = 'props?' in parameters ? '' : `${name}.${method}`;
          replace(exportedClass, method, { code, parameters, makes });
        } else if (method !== 'new') {
          replace(exportedClass.prototype, method, { code: method, parameters });
        }
      }
    }
  }
}

type Method = (this: unknown, ...values: unknown[]) => unknown;

/** What is known of a call. */
interface Signature {
  /** The call as messages name it. */
  readonly code: string;
  readonly parameters: Shape;
  /** The prototype of what a factory of value objects makes. */
  readonly makes?: object;
}

function replace(holder: object, name: string, signature: Signature): void {
  const method: unknown = Reflect.get(holder, name);
  if (typeof method !== 'function') {
    return;
  }
  const value = function (this: unknown, ...values: unknown[]) {
    return call(method as Method, this, values, signature);
  };
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(holder, name, { value, configurable: true, writable: true });
}

function call(method: Method, self: unknown, values: readonly unknown[], signature: Signature): unknown {
  const fitting = new Fitting(signature.code);
  const fitted = fitting.fitParameters(values, signature.parameters);
  const { slips } = fitting;
  if (slips.length === 0) {
    return method.apply(self, [...values]);
  }
  const owner = Construct.isConstruct(self) ? self : undefined;
  try {
    const result = method.apply(self, owner && drops(owner) ? fitted : [...values]);
    note(owner ?? result, slips);
    return result;
  } catch (error) {
    // What is refused may follow from what is missing.
    if (!(error instanceof TypeError) && !slips.some(({ leavesGap }) => leavesGap)) {
      throw error;
    }
    if (!signature.makes) {
      throw mistakeError(owner, values, slips, error);
    }
    // The construct that is given the instance reports the slips with its path.
    const instance: object = Object.create(signature.makes);
    note(
      instance,
      slips.map((slip) => ({ ...slip, leavesGap: true, cause: error })),
    );
    return instance;
  }
}

/** The slips of a call that cannot go on. A static call is named by the construct that it would make. */
function mistakeError(
  owner: Construct | undefined,
  [scope, id]: readonly unknown[],
  slips: readonly Slip[],
  cause: unknown,
): unknown {
  if (owner) {
    const lines = textsOf(owner, slips).map((text) => `[${owner.node.path}] ${text}`);
    return lines.length > 0 ? new MistakeError(lines, undefined, { cause }) : cause;
  }
  const place = Construct.isConstruct(scope) ? `[${[scope.node.path, id].filter(Boolean).join('/')}] ` : '';
  const lines = slips.map(({ place: where, message, type }) => `${place}${where} ${message} [${type.code}]`);
  return new MistakeError(lines, undefined, { cause });
}

/** Whether values of a wrong type are left out. If their code is ignored, they are used as they are. */
function drops(construct: Construct): boolean {
  return !ignoredCodes(construct).includes(IST9042.code);
}

/**
 * The properties of a construct, without those of a wrong type, which synthesis reports.
 *
 * @param props the third argument of the constructor
 */
export function checkedProps<Props>(construct: Construct, props: Props): Props {
  const { name, isSubclass } = exportedClassOf(construct);
  const [key, type] = Object.entries(ARGUMENT_TYPES.classes[name ?? '']?.new ?? {})[2] ?? [];
  if (key === undefined || type === undefined) {
    return props;
  }
  const fitting = new Fitting('', isSubclass);
  const [fitted] = fitting.fitParameters([props ?? undefined], { [key]: type });
  note(construct, fitting.slips);
  const isGiven = props !== undefined && props !== null;
  return isGiven && !(fitting.slips.length > 0 && drops(construct)) ? props : ((fitted ?? {}) as Props);
}

function exportedClassOf(construct: Construct): { name: string | undefined; isSubclass: boolean } {
  const own: object = Object.getPrototypeOf(construct);
  for (let prototype: object | null = own; prototype; prototype = Object.getPrototypeOf(prototype)) {
    const name = NAMES.get(prototype.constructor);
    if (name !== undefined) {
      return { name, isSubclass: prototype !== own };
    }
  }
  return { name: undefined, isSubclass: false };
}

/** Keeps slips for the synthesis of a construct, or for the construct that an instance is given to. */
function note(owner: unknown, slips: readonly Slip[]): void {
  if (slips.length === 0 || typeof owner !== 'object' || owner === null) {
    return;
  }
  const known = SLIPS_OF.get(owner);
  if (!known && Construct.isConstruct(owner)) {
    owner.node.addValidation({ validate: () => textsOf(owner, SLIPS_OF.get(owner) ?? []) });
  }
  SLIPS_OF.set(owner, [...(known ?? []), ...slips]);
  const unusable = slips.find(({ cause }) => cause !== undefined);
  if (unusable && Construct.isConstruct(owner) && ignoredCodes(owner).includes(unusable.type.code)) {
    throw unusable.cause;
  }
}

function textsOf(construct: Construct, slips: readonly Slip[]): string[] {
  const mistakes = slips.map(({ type, place, message }) => ({
    type,
    field: [],
    message: `${place} ${message}`.trimStart(),
  }));
  return [...new Set(errorTexts(construct, ownerOf(construct), mistakes))];
}

/**
 * Whether values of a construct are missing or of a wrong type, so that it cannot tell what else is wrong. A construct that
 * another one makes depends on the values of that one.
 */
export function hasWrongArguments(construct: Construct): boolean {
  return construct.node.scopes.some((scope) => SLIPS_OF.get(scope)?.some(({ leavesGap }) => leavesGap));
}
