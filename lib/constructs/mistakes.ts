import type { Construct, IConstruct } from 'constructs';
import type { Problem } from '../admission';
import { REFUSED } from '../admission/problem-types';
import { ignoredCodes, isSuppressed } from '../catalogue/ignored-codes';
import type { MessageType } from '../catalogue/message-type';
import { MistakeError } from '../catalogue/mistake-error';
import { fieldText } from '../manifests/field-path';

/** Something that is wrong with a construct, or with the object that it makes. */
export type Mistake = Problem<MessageType>;

/** An object as messages name it, and what says which codes are not reported on it. */
export interface Owner {
  readonly kind: string;
  readonly name: string;
  /** @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * The errors, as validations return them. Warnings do not end a synthesis: `MeshApp` prints them, as `check` finds them in
 * the object that is written.
 */
export function errorTexts(
  construct: Construct,
  { kind, name, annotations = {} }: Owner,
  mistakes: Iterable<Mistake>,
): string[] {
  const ignored = ignoredCodes(construct);
  const texts: string[] = [];
  for (const { type = REFUSED, field, message } of mistakes) {
    const { code, level } = type;
    if (level === 'Error' && !ignored.includes(code) && !isSuppressed(annotations, code)) {
      const place = field.length === 0 ? '' : `${fieldText(field)} `;
      texts.push(`${kind} "${name}": ${place}${message} [${code}]`);
    }
  }
  return texts;
}

/**
 * Refuses a call on a construct, unless the code of the mistake is not reported on it.
 *
 * @throws MistakeError with the path of the construct
 */
export function refuseCall(construct: Construct, type: MessageType, message: string): void {
  const texts = errorTexts(construct, ownerOf(construct), [{ type, field: [], message }]);
  if (texts.length > 0) {
    throw new MistakeError(texts.map((text) => `[${construct.node.path}] ${text}`));
  }
}

/**
 * The scope of a construct, for `super`.
 *
 * @throws MistakeError if the scope has a construct of this id; the error of `constructs` has a stack trace
 */
export function scopeWithout(id: string, scope: Construct): Construct {
  if (scope?.node?.tryFindChild(id)) {
    const path = [scope.node.path, id].filter(Boolean).join('/');
    throw new MistakeError([`[${path}] is the id of another construct already; choose another id`]);
  }
  return scope;
}

/** A construct as messages name it: by its object, or by its class. */
export function ownerOf(construct: IConstruct & Partial<Owner> & Partial<Annotated>): Owner {
  const { kind = construct.constructor.name, name = construct.node.id, metadata } = construct;
  return { kind, name, annotations: metadata?.toJson?.()?.annotations ?? {} };
}

/** A construct for an object, such as those of cdk8s-plus. */
interface Annotated {
  readonly metadata: {
    readonly toJson?: () => { readonly annotations?: Readonly<Record<string, string>> } | undefined;
  };
}
