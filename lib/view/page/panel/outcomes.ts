import { describeOutcome, type Outcome } from '../../../routing';
import { percent } from '../../../routing/words/describe-parts';
import { type Child, el } from '../dom/elements';
import { type IconName, icon } from '../dom/icons';

/** What the client of a request gets. */
export function outcomeList(outcomes: readonly Outcome[], label = 'What the client gets'): HTMLElement {
  return el('ul', { class: 'outcomes', 'aria-label': label }, ...outcomes.map(outcomeItem));
}

/**
 * What the client got before something was edited beside what it gets now, where that differs.
 *
 * @param before the outcomes, or why there were none
 */
export function comparedOutcomes(before: readonly Outcome[] | string, now: readonly Outcome[]): Child[] {
  if (typeof before !== 'string' && wordsOf(before) === wordsOf(now)) {
    return [outcomeList(now), el('p', { class: 'quiet' }, 'The same as before your changes.')];
  }
  const earlier =
    typeof before === 'string'
      ? el('p', { class: 'quiet' }, before)
      : outcomeList(before, 'Before your changes');
  return [
    el(
      'div',
      { class: 'then-now' },
      el('div', { class: 'then' }, el('h3', {}, 'Before'), earlier),
      el('div', { class: 'now' }, el('h3', {}, 'Now'), outcomeList(now, 'Now')),
    ),
  ];
}

/** In a few words, how what the client gets has changed; undefined if it has not. */
export function changeOfOutcomes(
  before: readonly Outcome[] | string,
  now: readonly Outcome[],
): string | undefined {
  const isSame = typeof before !== 'string' && wordsOf(before) === wordsOf(now);
  return isSame
    ? undefined
    : `${typeof before === 'string' ? 'not asked' : shortWords(before)} → ${shortWords(now)}`;
}

function shortWords(outcomes: readonly Outcome[]): string {
  return outcomes
    .map(
      ({ is, probability }) => `${TONES[is].word}${probability < 1 ? ` ${percent(probability * 100)}` : ''}`,
    )
    .join(', ');
}

function wordsOf(outcomes: readonly Outcome[]): string {
  return outcomes.map(describeOutcome).sort().join('\n');
}

const TONES: Readonly<
  Record<Outcome['is'], { readonly tone: string; readonly icon: IconName; readonly word: string }>
> = {
  delivered: { tone: 'good', icon: 'check', word: 'Delivered' },
  redirected: { tone: 'info', icon: 'route', word: 'Redirected' },
  responded: { tone: 'info', icon: 'server', word: 'Answered by a proxy' },
  denied: { tone: 'bad', icon: 'denied', word: 'Denied' },
  failed: { tone: 'bad', icon: 'broken', word: 'Fails' },
  refused: { tone: 'bad', icon: 'broken', word: 'No connection' },
  closed: { tone: 'bad', icon: 'broken', word: 'Connection closed' },
  'passed through': { tone: 'care', icon: 'outside', word: 'Passed through' },
  unmodelled: { tone: 'unsure', icon: 'unmodelled', word: 'Not modelled' },
};

function outcomeItem(outcome: Outcome): HTMLElement {
  const { tone, icon: name, word } = TONES[outcome.is];
  const isShared = outcome.probability < 1;
  const share = isShared ? percent(outcome.probability * 100) : '';
  const bar = el('span', { class: 'share-bar', 'aria-hidden': 'true' });
  bar.style.setProperty('--share', String(outcome.probability));
  return el(
    'li',
    { class: `outcome ${tone}` },
    el(
      'p',
      { class: 'outcome-head' },
      icon(name),
      el('strong', {}, word),
      isShared && el('span', { class: 'share' }, share),
    ),
    isShared && bar,
    // The share stands above.
    el('p', { class: 'outcome-words' }, describeOutcome({ ...outcome, probability: 1 })),
  );
}
