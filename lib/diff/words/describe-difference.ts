import { groupedBy } from '../../manifests/collections';
import type { Difference, Entrance, Side } from '../classes/difference';
import type { AspectChange } from '../fates/change';
import type { Aspect } from '../fates/fate';
import { traceCommand } from './trace-command';

/** More sources than these would hide what they do. */
const MOST_SOURCES = 3;

/** What the outcomes and the deciders of both sides say already. */
const SAID_BY_OUTCOMES: readonly Aspect[] = ['answer', 'destination', 'weights', 'rewrite', 'protocol'];

/** How a difference is said: a title, the requests, one of them to try, and both fates. */
export interface DescribedDifference {
  readonly title: string;
  readonly requests: string;
  /** What the requests have in common: `path beginning with "/api"`. */
  readonly conditions: readonly string[];
  readonly command: string;
  /** What the requests got, a line for each outcome. */
  readonly old: readonly string[];
  /** What they get. */
  readonly new: readonly string[];
  /** Other aspects of the fate: `timeout: none -> 3s`. */
  readonly aspects: readonly string[];
}

/** A difference in words. */
export function describeDifference(difference: Difference): DescribedDifference {
  const { change, requests, witness, old, new: next, aspects } = difference;
  return {
    title: change,
    requests: entrancesText(requests.entrances),
    conditions: requests.conditions,
    command: traceCommand(witness),
    old: sideLines(old),
    new: sideLines(next),
    aspects: aspects.filter(({ aspect }) => !SAID_BY_OUTCOMES.includes(aspect)).map(aspectText),
  };
}

/** `http://shop.example.com from mesh:shop/web`. */
export function entrancesText(entrances: readonly Entrance[]): string {
  const byUrl = [...groupedBy(entrances, urlOf)].map(([url, group]) => {
    return { url, sources: [...new Set(group.flatMap(({ sources }) => sources))] };
  });
  const bySources = groupedBy(byUrl, ({ sources }) => sources.join());
  const places = [...bySources.values()].map(
    (group) => group.map(({ url }) => url).join(', ') + sourcesText(group[0].sources),
  );
  return places.join(' and ');
}

function urlOf({ scheme, port, hosts }: Entrance): string {
  const isDefault = scheme !== 'tcp' && port === (scheme === 'https' ? 443 : 80);
  return hosts.includes(' ')
    ? `${hosts} (${scheme}, port ${port})`
    : `${scheme}://${hosts}${isDefault ? '' : `:${port}`}`;
}

function sourcesText(sources: Entrance['sources']): string {
  if (sources.includes('gateway')) {
    return '';
  }
  const named = sources.slice(0, MOST_SOURCES).join(', ');
  const rest = sources.length - MOST_SOURCES;
  return ` from ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function sideLines({ outcomes, decidedBy }: Side): string[] {
  const names = decidedBy.map(({ words }) => words);
  return [...outcomes, ...(names.length > 0 ? [`by ${names.join(', ')}`] : [])];
}

function aspectText({ aspect, old, new: next }: AspectChange): string {
  return `${aspect}: ${old || 'none'} -> ${next || 'none'}`;
}
