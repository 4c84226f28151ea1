import type { TraceRequest } from '../../routing';
import type { Question } from '../requests/question';
import { sideOf } from './deciders';
import type { Difference } from './difference';
import type { Region } from './explore';

/** The differences that an exploration has found. */
export function differencesOf(question: Question, regions: readonly Region[]): Difference[] {
  const { sources, scheme, port, hosts } = question;
  return regions.map(({ example: { request, old, new: next, fate }, conditions, includes }) => ({
    change: fate.change,
    requests: { entrances: [{ sources, scheme, port, hosts }], conditions },
    witness: request,
    old: sideOf(old),
    new: sideOf(next),
    aspects: fate.aspects.map((aspect) => ({ aspect, old: fate.old[aspect], new: fate.new[aspect] })),
    includes: (asked) => isSentBy(question, asked) && includes(asked),
  }));
}

function isSentBy(
  { sources, scheme, port, covers }: Question,
  { url, from = 'gateway' }: TraceRequest,
): boolean {
  const [, protocol, name, written] = /^([a-z]+):\/\/([^/:?]*)(?::(\d+))?/.exec(url) ?? [];
  const defaultPort = scheme === 'https' ? 443 : 80;
  return (
    sources.includes(from) &&
    protocol === scheme &&
    name !== undefined &&
    covers(name) &&
    Number(written ?? defaultPort) === port
  );
}
