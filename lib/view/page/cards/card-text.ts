import type { Card } from '../map/scene';

/** What is written on a card. The whole names are in its tooltip, and a screen reader says them. */
export interface CardText {
  readonly label: string;
  readonly detail: string;
}

/** The lane says the namespace and the column the kind, so a card need not say them again. */
export function cardText({ label, lane, nodes, isGroup, detail }: Card): CardText {
  const [node] = nodes;
  if (isGroup || !node) {
    return { label, detail: shortName(detail, lane) };
  }
  const below = detailOf(node.kind, node.details, lane);
  return { label: shortName(label, lane), detail: label === '*' && below === '' ? ANY_HOST : below };
}

const ANY_HOST = 'any host';

function detailOf(kind: string, [first = '', second = '', ...rest]: readonly string[], lane: string): string {
  switch (kind) {
    case 'server':
      // The first line repeats the name.
      return second === 'hosts *' ? ANY_HOST : shortName(second || first, lane);
    case 'service':
    case 'service entry':
      return portWords([second, ...rest]) || shortName(first, lane);
    case 'destination':
      return ownName(first.replace(/^DestinationRule /, 'rule '), lane);
    case 'subset':
      return second.replace(/^labels /, '') || ownName(first, lane);
    case 'http route':
    case 'tls route':
    case 'tcp route': {
      const others = [second, ...rest].filter((line) => line.startsWith('or ')).length;
      const place = ownName(first.replace(/^VirtualService /, ''), lane);
      return others > 0 ? `or ${others} more · ${place}` : place;
    }
    default:
      return ownName(shortName(first, lane), lane);
  }
}

/** "80 http, 443 tls" of the lines about ports. */
function portWords(lines: readonly string[]): string {
  return lines.flatMap((line) => /^port (\d+) \((.*)\)/.exec(line)?.slice(1, 3).join(' ') ?? []).join(', ');
}

/** Names of Services in the mesh without the end that all of them have, and without the namespace where they stand. */
function shortName(name: string, lane: string): string {
  const short = name.replace(/\.svc\.cluster\.local\b/g, '');
  const end = `.${lane}`;
  const isOwn = (at: number) => /^(?:[:,\s]|$)/.test(short.slice(at + end.length));
  const at = lane === '' ? -1 : short.indexOf(end);
  return at > 0 && isOwn(at) ? short.slice(0, at) + short.slice(at + end.length) : short;
}

/** The name of an object without its namespace, where that is the one of the lane. */
function ownName(words: string, lane: string): string {
  return lane === '' ? words : words.replace(`${lane}/`, '');
}
