import { placeText, sentenceOf } from '../../../checks/check-message';
import { nameText } from '../../map/node-ids';
import { button, type Child, el } from '../dom/elements';
import { type IconName, icon } from '../dom/icons';
import type { PageFinding } from '../page-data';
import type { ShortPaths } from './short-paths';

type Level = PageFinding['level'];

const LEVELS: Readonly<
  Record<Level, { readonly icon: IconName; readonly tone: string; readonly noun: string }>
> = {
  Error: { icon: 'error', tone: 'bad', noun: 'error' },
  Warning: { icon: 'warning', tone: 'care', noun: 'warning' },
  Info: { icon: 'note', tone: 'info', noun: 'note' },
};

/** How a level looks, and what a finding of it is called. */
export function lookOf(level: Level) {
  return LEVELS[level];
}

/** The worst come first. */
export const LEVEL_ORDER: readonly Level[] = ['Error', 'Warning', 'Info'];

export function byLevel(one: { readonly level: Level }, other: { readonly level: Level }): number {
  return LEVEL_ORDER.indexOf(one.level) - LEVEL_ORDER.indexOf(other.level);
}

/** How findings are shown. */
export interface FindingsLook {
  readonly shortPaths: ShortPaths;
  /** Whether the codes are said elsewhere. */
  readonly hasNoCodes?: boolean;
  /** What of a message is shown; all of it, if it is not given. */
  messageOf?(finding: PageFinding): string;
  /** Those that were not there before something was edited. */
  readonly added?: ReadonlySet<PageFinding>;
  /** Goes to what a finding is about. */
  leadTo(finding: PageFinding): (() => void) | undefined;
}

/** Findings of `check`; each leads to what it is about. */
export function findingsList(findings: readonly PageFinding[], look: FindingsLook): HTMLElement {
  return el(
    'ul',
    { class: 'findings' },
    ...[...findings].sort(byLevel).map((finding) => findingItem(finding, look)),
  );
}

/** The object comes first: it is what a reader looks for. */
function findingItem(finding: PageFinding, look: FindingsLook): HTMLElement {
  const { codes, level, object, field, message, file, line } = finding;
  const { icon: name, tone } = LEVELS[level];
  const place = placeText(file, line);
  const words = sentenceOf(field, look.messageOf?.(finding) ?? message);
  const parts: Child[] = [
    el(
      'span',
      { class: 'finding-head' },
      !look.hasNoCodes && icon(name),
      !look.hasNoCodes && el('b', { class: 'code-name' }, `${level} ${codes.join(', ')}`),
      el(
        'span',
        { class: 'finding-object' },
        el('span', { class: 'kind' }, object.kind),
        ` ${nameText(object)}`,
      ),
      look.added?.has(finding) && el('span', { class: 'new-word' }, 'new'),
    ),
    el('span', { class: 'finding-words' }, look.shortPaths(words)),
    place !== undefined && el('span', { class: 'place', title: place }, look.shortPaths(place)),
  ];
  const go = look.leadTo(finding);
  const body = go
    ? button({ class: 'finding-body', title: 'Show what it is about' }, go, ...parts)
    : el('div', { class: 'finding-body' }, ...parts);
  return el('li', { class: `finding ${tone}` }, body);
}
