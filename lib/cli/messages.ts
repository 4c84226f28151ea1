import { styleText } from 'node:util';
import type { Level, Message } from '../checks';
import type { YamlProblem } from '../manifests/read-yaml';

const COLOURS = { Error: 'red', Warning: 'yellow', Info: 'cyan' } as const satisfies Record<Level, string>;

/** The messages, one line each: `file:line: Level [CODE] (Kind namespace/name) message`. */
export function asText(messages: readonly Message[], isColoured: boolean): string[] {
  return messages.map(({ code, level, object, field, message, line }) => {
    const place = line === undefined ? `${object.origin.file}` : `${object.origin.file}:${line}`;
    const word = isColoured ? styleText(COLOURS[level], level) : level;
    const name = object.namespace ? `${object.namespace}/${object.name}` : object.name;
    return `${place}: ${word} [${code}] (${object.kind} ${name}) ${sentence(field, message)}`;
  });
}

/** The messages as one JSON document, without empty fields. */
export function asJson(
  messages: readonly Message[],
  skipped: number,
  problems: readonly YamlProblem[],
): string {
  const all = messages.map(({ code, level, object, field, message, line }) => {
    const { apiVersion, kind, namespace, name, origin } = object;
    const resource = { apiVersion, kind, namespace: namespace || undefined, name };
    return { code, level, resource, message: sentence(field, message), file: origin.file, line };
  });
  return JSON.stringify({ messages: all, skipped, problems }, undefined, 2);
}

/** The numbers of errors, warnings and notes, in words. */
export function summary(
  messages: readonly Message[],
  objects: number,
  left: { readonly skipped: number; readonly system: number; readonly broken: number },
): string {
  const counts = (['Error', 'Warning', 'Info'] as const).flatMap((level) => {
    const count = messages.filter((message) => message.level === level).length;
    return count > 0 ? [counted(count, level === 'Info' ? 'note' : level.toLowerCase())] : [];
  });
  const { skipped, system, broken } = left;
  const nothing = broken > 0 ? 'Nothing else wrong' : 'Nothing wrong';
  const found = counts.length > 0 ? counts.join(', ') : nothing;
  const rest = skipped > 0 ? `; ${counted(skipped, 'document')} skipped, of no kind that is known here` : '';
  const lost = broken > 0 ? `; ${counted(broken, 'document')} not read` : '';
  const ignored = system > 0 ? `; ${counted(system, 'object')} in system namespaces not checked` : '';
  return `${found} in ${counted(objects, 'object')}${ignored}${rest}${lost}`;
}

function sentence(field: string | undefined, message: string): string {
  return field === undefined ? message : `${field} ${message}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
