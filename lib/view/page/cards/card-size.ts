import type { Card } from '../map/scene';
import { cardText } from './card-text';
import { roomFor } from './fit-text';
import { marksOf } from './marks';
import type { TextWidths } from './text-width';

/** How much room the words of a card ask for, in pixels; see `styles/cards.css`. */
export interface CardSize {
  /** With the name in one line. */
  readonly wide: number;
  /** With the name in two lines. */
  readonly narrow: number;
  /** The name alone, in one line. */
  readonly name: number;
}

/** Beside the words: the border and the padding. */
const SIDES = 22;
/** The icon, and the gap beside it. */
const GLYPH = 25;
const MARK = 18;
const DIGIT = 8;
/** A line that is cut after this much still says something. */
const MOST_DETAIL = 170;
/** What is left of the second line in a narrow column. */
const LEAST_DETAIL = 40;

/** More marks than these would leave no room for the name. */
export const MOST_MARKS = 3;

const LOW = 46;
const LINE = 16;

export function cardSize(card: Card, widths: TextWidths): CardSize {
  const { label, detail } = cardText(card);
  const marks = marksWidth(card);
  const { one, two } = roomFor(label, widths.label);
  const second = widths.detail(detail);
  return {
    name: one,
    wide: Math.ceil(Math.max(one, Math.min(second, MOST_DETAIL) + marks)) + 1,
    narrow: Math.ceil(Math.max(two, Math.min(second, LEAST_DETAIL) + marks)) + 1,
  };
}

/** The room that the marks of a card take. */
export function marksWidth(card: Card): number {
  return marksOf(card)
    .slice(0, MOST_MARKS)
    .reduce((sum, { count }) => sum + MARK + (count === undefined ? 0 : DIGIT * String(count).length), 0);
}

/** What of the width of a card words do not have. */
export function besideWords(hasGlyph: boolean): number {
  return SIDES + (hasGlyph ? GLYPH : 0);
}

/** A name that is wider than the room on its card takes a second line. */
export function cardHeight({ name }: CardSize, room: number): number {
  return name > room ? LOW + LINE : LOW;
}
