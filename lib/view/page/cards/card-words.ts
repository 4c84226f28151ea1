import { type Child, el } from '../dom/elements';
import type { Card } from '../map/scene';
import { besideWords, MOST_MARKS, marksWidth } from './card-size';
import { cardText } from './card-text';
import { breakable, roomFor, shortened } from './fit-text';
import type { Mark } from './marks';
import type { TextWidths } from './text-width';

/** The first of two lines may end early, before a long word. */
const SLACK = 0.86;
/** Less than this of a line says nothing. */
const LEAST = 60;

/** The lines of a card of some width, as far as there is room for them. */
export function cardWords(
  card: Card,
  marks: readonly Mark[],
  {
    width,
    widths,
    hasGlyph,
  }: { readonly width: number; readonly widths: TextWidths; readonly hasGlyph: boolean },
  markOf: (mark: Mark) => Child,
): HTMLElement {
  const { label, detail } = cardText(card);
  const room = width - besideWords(hasGlyph);
  const { one, two } = roomFor(label, widths.label);
  const isWhole = one <= room || two <= room;
  const name = isWhole ? label : shortened(label, room * 2 * SLACK, widths.label);
  const roomBelow = room - marksWidth(card);
  const isSaid = widths.detail(detail) <= roomBelow || roomBelow >= LEAST;
  const second = isSaid ? shortened(detail, roomBelow, widths.detail) : '';
  return el(
    'span',
    { class: 'names' },
    el('span', { class: 'label' }, ...(one <= room ? [name] : lineParts(name))),
    (second !== '' || marks.length > 0) &&
      el(
        'span',
        { class: 'second' },
        el('span', { class: 'detail' }, second),
        ...marks.slice(0, MOST_MARKS).map(markOf),
      ),
  );
}

function lineParts(name: string): Child[] {
  return breakable(name).flatMap((part, at) => (at === 0 ? [part] : [el('wbr'), part]));
}
