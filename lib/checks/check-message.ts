import type { Level } from '../catalogue/message-type';
import { fullName, withOptionsOf } from '../catalogue/words';
import { placeText } from '../manifests/manifest';
import { type ObjectRef, refTo } from '../manifests/object-ref';
import type { Message } from './checking';

export { placeText };

/** An object that a message is about. */
export interface CheckedObject extends ObjectRef {
  /** Such as `networking.istio.io/v1`. */
  readonly apiVersion: string;
}

/** What is wrong with an object. */
export interface CheckMessage {
  /** The code, such as IST0101. `docs/checks.md` lists all codes. */
  readonly code: string;
  /** How bad it is. */
  readonly level: Level;
  /** The object that the message is about. */
  readonly object: CheckedObject;
  /** The field, such as `spec.http[0].route[0].destination.host`; absent if the message is about the whole object. */
  readonly field?: string;
  /** What is wrong and what to do. The text follows the path of the field, so it begins with the value. */
  readonly message: string;
  /** The file of the object, if it was read from a file. */
  readonly file?: string;
  /** The line of the field in the file, from 1 on. */
  readonly line?: number;
  /** The column of the field in the line, from 1 on. */
  readonly column?: number;
  /** The path of the construct that made the object, if a construct of cdk8s made it. */
  readonly construct?: string;
}

/**
 * A message of the rules as plain data.
 *
 * @param owner what messages call the object with the options, which they may advise to give
 */
export function checkMessageOf(message: Message, owner: string): CheckMessage {
  const { code, level, object, field, line, column } = message;
  const { file, construct } = object.origin;
  return {
    code,
    level,
    object: { apiVersion: object.apiVersion, ...refTo(object) },
    ...(field === undefined ? {} : { field }),
    message: withOptionsOf(owner, message.message),
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(construct === undefined ? {} : { construct }),
  };
}

/** A message as a line of text: `file:line: Level [CODE] (Kind namespace/name) message`, or with the construct as its place. */
export function describeMessage(message: CheckMessage): string {
  const { code, level, file, line, construct } = message;
  return messageLine(message, { place: placeText(file, line) ?? construct, level, codes: `[${code}]` });
}

/** The line of a message, with its level and its codes as they are shown. */
export function messageLine(
  { object, field, message }: Pick<Message, 'field' | 'message'> & { readonly object: ObjectRef },
  { place, level, codes }: { readonly place: string | undefined; level: string; codes: string },
): string {
  const head = `${level} ${codes} (${object.kind} ${fullName(object)}) ${sentenceOf(field, message)}`;
  return place === undefined ? head : `${place}: ${head}`;
}

/** A message after the field that it is about. */
export function sentenceOf(field: string | undefined, message: string): string {
  return field === undefined ? message : `${field} ${message}`;
}
