import { Construct } from 'constructs';
import { IST9042 } from '../../catalogue/construct-codes';
import { ignoredCodes } from '../../catalogue/ignored-codes';
import { MistakeError } from '../../catalogue/mistake-error';
import { errorTexts, ownerOf } from '../mistakes';
import { ARGUMENT_TYPES, type Shape } from './argument-types';
import { Fitting, SLIPS_OF, type Slip } from './fit';

/** The names under which classes are exported. */
const NAMES = new WeakMap<object, string>();

/**
 * Lets the factories and the methods of classes look at their arguments, as the TypeScript compiler would. Apps are often run
 * by programs that remove the types without checking them. What is wrong is reported with the construct that it is given to.
 */
export function checkArguments(exported: Readonly<Record<string, unknown>>): void {
  for (const [name, calls] of Object.entries(ARGUMENT_TYPES.classes)) {
    const exportedClass = exported[name];
    if (typeof exportedClass === 'function') {
      NAMES.set(exportedClass, name);
      for (const [call, parameters] of Object.entries(calls)) {
        const [, isStatic, method = ''] = /^(static )?(.*)$/.exec(call) ?? [];
        if (isStatic) {
          const code = 'props?' in parameters ? '' : `${name}.${method}`;
          replace(exportedClass, method, code, parameters);
        } else if (method !== 'new') {
          replace(exportedClass.prototype, method, method, parameters);
        }
      }
    }
  }
}

type Method = (this: unknown, ...values: unknown[]) => unknown;

function replace(holder: object, name: string, code: string, parameters: Shape): void {
  const method: unknown = Reflect.get(holder, name);
  if (typeof method !== 'function') {
    return;
  }
  const value = function (this: unknown, ...values: unknown[]) {
    return call(method as Method, this, values, { code, parameters });
  };
  Object.defineProperty(value, 'name', { value: name });
  Object.defineProperty(holder, name, { value, configurable: true, writable: true });
}

function call(
  method: Method,
  self: unknown,
  values: readonly unknown[],
  { code, parameters }: { readonly code: string; readonly parameters: Shape },
): unknown {
  const fitting = new Fitting(code);
  const fitted = fitting.fitParameters(values, parameters);
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
    throw error instanceof TypeError
      ? new MistakeError(slips.map(textOf), undefined, { cause: error })
      : error;
  }
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
  const type = name === undefined ? undefined : Object.values(ARGUMENT_TYPES.classes[name]?.new ?? {})[2];
  if (type === undefined) {
    return props;
  }
  const fitting = new Fitting('', isSubclass);
  const fitted = fitting.fit(props, type);
  note(construct, fitting.slips);
  return fitting.slips.length > 0 && drops(construct) ? ((fitted ?? {}) as Props) : props;
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
    owner.node.addValidation({ validate: () => textsOf(owner) });
  }
  SLIPS_OF.set(owner, [...(known ?? []), ...slips]);
}

function textsOf(construct: Construct): string[] {
  const slips = SLIPS_OF.get(construct) ?? [];
  const mistakes = slips.map(({ type, place, message }) => ({
    type,
    field: [],
    message: `${place} ${message}`.trimStart(),
  }));
  return [...new Set(errorTexts(construct, ownerOf(construct), mistakes))];
}

function textOf({ place, message, type: { code } }: Slip): string {
  return `${place} ${message} [${code}]`;
}

/** Whether values of a construct are missing or of a wrong type, so that it cannot tell what else is wrong. */
export function hasWrongArguments(construct: Construct): boolean {
  return SLIPS_OF.get(construct)?.some(({ leavesGap }) => leavesGap) ?? false;
}
