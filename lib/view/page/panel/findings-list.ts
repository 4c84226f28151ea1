import { placeText, sentenceOf } from '../../../checks/check-message';
import { nameText } from '../../map/node-ids';
import { button, type Child, el } from '../dom/elements';
import { type IconName, icon } from '../dom/icons';
import type { PageFinding } from '../page-data';

const LEVELS: Readonly<Record<PageFinding['level'], { readonly icon: IconName; readonly tone: string }>> = {
  Error: { icon: 'error', tone: 'bad' },
  Warning: { icon: 'warning', tone: 'care' },
  Info: { icon: 'note', tone: 'info' },
};

/** The worst come first. */
const ORDER: readonly PageFinding['level'][] = ['Error', 'Warning', 'Info'];

export function byLevel(one: PageFinding, other: PageFinding): number {
  return ORDER.indexOf(one.level) - ORDER.indexOf(other.level);
}

const NONE: ReadonlySet<PageFinding> = new Set();

/**
 * Findings of `check`; each leads to its place on the map, if it has one.
 *
 * @param added those that were not there before something was edited
 */
export function findingsList(
  findings: readonly PageFinding[],
  leadTo: (finding: PageFinding) => (() => void) | undefined,
  added = NONE,
): HTMLElement {
  return el(
    'ul',
    { class: 'findings' },
    ...[...findings]
      .sort(byLevel)
      .map((finding) => findingItem(finding, leadTo(finding), added.has(finding))),
  );
}

function findingItem(finding: PageFinding, go: (() => void) | undefined, isNew: boolean): HTMLElement {
  const { codes, level, object, field, message, file, line } = finding;
  const { icon: name, tone } = LEVELS[level];
  const owner = `${object.kind} ${nameText(object)}`;
  const place = placeText(file, line);
  const parts: Child[] = [
    el(
      'span',
      { class: 'finding-head' },
      icon(name),
      el('b', {}, `${level} ${codes.join(', ')}`),
      el('span', {}, owner),
      isNew && el('span', { class: 'new-word' }, 'new'),
    ),
    el('span', { class: 'finding-words' }, sentenceOf(field, message)),
    place !== undefined && el('span', { class: 'place' }, place),
  ];
  if (!go) {
    return el('li', { class: `finding ${tone}` }, el('div', { class: 'finding-body' }, ...parts));
  }
  const lead = button({ class: 'finding-body', title: 'Show it on the map' }, go, ...parts);
  return el('li', { class: `finding ${tone}` }, lead);
}
