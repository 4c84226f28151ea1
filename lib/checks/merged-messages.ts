import { SHARED_CODES } from '../catalogue';
import { groupedBy, memoized } from '../manifests/collections';
import type { Manifest } from '../manifests/manifest';
import type { Message } from './checking';

/** A message, with the codes of others that have the same cause. */
export interface MergedMessage extends Message {
  /** Its own code and then those. */
  readonly codes: readonly string[];
  /** The same as a text, such as `[IST0101] [IST0132]`. */
  readonly shownCodes: string;
}

const CAUSES: ReadonlyMap<string, readonly string[]> = new Map(
  SHARED_CODES.flatMap(({ code, sameCauseAs }) => (sameCauseAs ? [[code, sameCauseAs]] : [])),
);

/** The messages, in which those that have the same cause as another one about their field are merged into it. */
export function mergedMessages(messages: readonly Message[]): MergedMessage[] {
  const byObject = groupedBy(messages, ({ object }) => object);
  const byField = memoized(
    (object: Manifest) => object,
    (object) => groupedBy(byObject.get(object) ?? [], ({ field }) => field),
  );
  const effects = new Map<Message, string[]>();
  const separate = messages.filter((message) => {
    const causes = CAUSES.get(message.code);
    const cause =
      causes &&
      byField(message.object)
        .get(message.field)
        ?.find(({ code }) => causes.includes(code));
    if (cause) {
      effects.set(cause, [...(effects.get(cause) ?? []), message.code]);
    }
    return cause === undefined;
  });
  return separate.map((message) => {
    const codes = [message.code, ...(effects.get(message) ?? [])];
    return { ...message, codes, shownCodes: codes.map((code) => `[${code}]`).join(' ') };
  });
}
