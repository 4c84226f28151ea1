import type { MapNodeKind } from '../../map/map-types';
import { type Child, el } from '../dom/elements';
import { type IconName, icon } from '../dom/icons';
import type { Box } from '../layout/layout-types';
import type { Card } from '../map/scene';
import { cardText } from './card-text';
import { cardWords } from './card-words';
import { type Mark, marksOf } from './marks';
import type { TextWidths } from './text-width';

const GLYPHS: Readonly<Record<MapNodeKind, IconName>> = {
  'gateway port': 'entrance',
  sidecars: 'sidecars',
  'clients without a sidecar': 'sidecars',
  server: 'server',
  'kubernetes gateway': 'server',
  host: 'host',
  'http route': 'route',
  'tls route': 'route',
  'tcp route': 'route',
  'redirect to HTTPS': 'route',
  'kubernetes route': 'route',
  destination: 'destination',
  subset: 'subset',
  service: 'service',
  'service entry': 'service',
  workload: 'workload',
  address: 'outside',
  'unknown pods': 'workload',
  outside: 'outside',
};

export function glyphOf(kind: MapNodeKind): IconName {
  return GLYPHS[kind];
}

/** How a card is drawn. */
export interface CardLook {
  readonly box: Box;
  readonly widths: TextWidths;
  readonly hasGlyph: boolean;
  /** When it lights up, if it is on the way that is shown. */
  readonly step: number | undefined;
  /** Whether all of the way ends here without an answer. */
  readonly isStop: boolean;
  /** The cards that its wires lead to. */
  readonly behind: readonly Card[];
}

/** The card of a node, or of several. It is a button: the map is used by keyboard as well. */
export function cardElement(
  card: Card,
  { box, widths, hasGlyph, step, isStop, behind }: CardLook,
): HTMLButtonElement {
  const [node] = card.nodes;
  const marks = marksOf(card);
  const element = el(
    'button',
    {
      type: 'button',
      class: `${classesOf(card, marks, step !== undefined)}${isStop ? ' stops' : ''}`,
      'data-id': card.id,
      tabindex: -1,
      title: titleOf(card, marks),
    },
    hasGlyph && el('span', { class: 'glyph' }, icon(card.isGroup ? 'list' : GLYPHS[node?.kind ?? 'service'])),
    cardWords(card, marks, { width: box.width, widths, hasGlyph }, markElement),
    el('span', { class: 'spoken' }, spoken(card, marks, behind)),
  );
  element.style.transform = `translate(${box.x}px, ${box.y}px)`;
  element.style.width = `${box.width}px`;
  element.style.height = `${box.height}px`;
  if (step !== undefined) {
    element.style.setProperty('--step', String(step));
  }
  return element;
}

export function markElement({ icon: name, tone, count }: Mark): Child {
  return el('span', { class: `mark ${tone}` }, icon(name), count !== undefined && String(count));
}

function classesOf({ isGroup, marks, column }: Card, shown: readonly Mark[], onWay: boolean): string {
  const [worst] = shown;
  return [
    'card',
    `in-${column}`,
    ...(isGroup ? ['group'] : []),
    ...(marks.unreached ? ['unreached'] : []),
    ...(marks.unmodelled !== undefined ? ['unmodelled'] : []),
    ...(marks.broken !== undefined || worst?.icon === 'error' ? ['wrong'] : []),
    ...(onWay ? ['on-way'] : []),
  ].join(' ');
}

/** More names than these are tedious to hear. */
const MOST_SPOKEN = 4;

/** What a screen reader says after what can be read on the card: what it stands for, and where its wires lead. */
function spoken(card: Card, marks: readonly Mark[], behind: readonly Card[]): string {
  const [node] = card.nodes;
  const { label, lane, isGroup } = card;
  const written = cardText(card).label;
  const names = behind.slice(0, MOST_SPOKEN).map((one) => cardText(one).label);
  const more = behind.length - names.length;
  return [
    '',
    isGroup ? 'collapsed' : `${node?.kind ?? ''}${label === written ? '' : ` ${label}`}`,
    ...(lane === '' ? [] : [`namespace ${lane}`]),
    ...marks.map(({ words }) => words),
    ...(names.length > 0 ? [`leads to ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
  ].join(', ');
}

function titleOf(card: Card, marks: readonly Mark[]): string {
  const [node] = card.nodes;
  const names = card.isGroup
    ? [card.label, 'Enter or click: show them']
    : [`${node?.kind}: ${card.label}`, ...(node?.details ?? [])];
  return [...names, ...marks.map(({ words }) => `• ${words}`)].join('\n');
}
