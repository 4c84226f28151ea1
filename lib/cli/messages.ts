import { styleText } from 'node:util';
import { counted, fullName } from '../catalogue/words';
import { type Level, type MergedMessage, type Message, messageLine, placeText, sentenceOf } from '../checks';
import type { YamlContents, YamlProblem } from '../manifests/read-yaml';
import { annotation } from './annotation';

const COLOURS = { Error: 'red', Warning: 'yellow', Info: 'cyan' } as const satisfies Record<Level, string>;
const ANNOTATIONS = {
  Error: 'error',
  Warning: 'warning',
  Info: 'notice',
} as const satisfies Record<Level, string>;

/** The messages, one line each: `file:line: Level [CODE] (Kind namespace/name) message`. */
export function asText(messages: readonly MergedMessage[], isColoured: boolean): string[] {
  return messages.map((message) => {
    const { shownCodes, level, object, line } = message;
    const word = isColoured ? styleText(COLOURS[level], level) : level;
    return messageLine(message, {
      place: placeText(object.origin.file, line),
      level: word,
      codes: shownCodes,
    });
  });
}

/** The messages, and the documents that could not be read, as annotations of a workflow of GitHub. */
export function asAnnotations(
  messages: readonly MergedMessage[],
  problems: readonly YamlProblem[],
): string[] {
  return [
    ...problems.map(({ message, ...place }) => annotation('error', { ...place, title: 'not read' }, message)),
    ...messages.map(({ shownCodes, level, object, field, message, line, column }) => {
      const title = `${shownCodes} ${object.kind} ${fullName(object)}`;
      const place = { title, file: object.origin.file, line, column };
      return annotation(ANNOTATIONS[level], place, sentenceOf(field, message));
    }),
  ];
}

/** The messages as one JSON document, without empty fields. */
export function asJson(
  messages: readonly Message[],
  { skipped, patches, problems }: Pick<YamlContents, 'skipped' | 'patches' | 'problems'>,
): string {
  const all = messages.map(({ code, level, object, field, message, line }) => {
    const { apiVersion, kind, namespace, name, origin } = object;
    const resource = { apiVersion, kind, namespace: namespace || undefined, name };
    return { code, level, resource, message: sentenceOf(field, message), file: origin.file, line };
  });
  return JSON.stringify({ messages: all, skipped, patches, problems }, undefined, 2);
}

/** The numbers of errors, warnings and notes, in words. */
export function summary(
  messages: readonly Message[],
  objects: number,
  left: {
    readonly skipped: number;
    readonly patches: number;
    readonly system: number;
    readonly problems: readonly YamlProblem[];
  },
): string {
  const counts = (['Error', 'Warning', 'Info'] as const).flatMap((level) => {
    const count = messages.filter((message) => message.level === level).length;
    return count > 0 ? [counted(count, level === 'Info' ? 'note' : level.toLowerCase())] : [];
  });
  const { skipped, patches, system, problems } = left;
  const templates = problems.filter(({ isTemplate }) => isTemplate).length;
  const broken = problems.length - templates;
  const nothing = problems.length > 0 ? 'Nothing else wrong' : 'Nothing wrong';
  const found = counts.length > 0 ? counts.join(', ') : nothing;
  const rest = [
    system > 0 ? `${counted(system, 'object')} in system namespaces not checked` : '',
    skipped > 0 ? `${counted(skipped, 'document')} skipped, of no kind that is known here` : '',
    patches > 0 ? `${counted(patches, 'patch', 'patches')} of kustomizations left out` : '',
    templates > 0 ? `${counted(templates, 'template')} not read` : '',
    broken > 0 ? `${counted(broken, 'document')} not read` : '',
  ].filter(Boolean);
  return [`${found} in ${counted(objects, 'object')}`, ...rest].join('; ');
}
