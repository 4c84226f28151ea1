import { besideWords, type CardSize } from '../cards/card-size';
import type { LayoutColumn } from '../layout/layout-types';

/** Where the columns stand. */
export interface Columns {
  readonly places: readonly LayoutColumn[];
  /** Whether there is room for the icons of cards. */
  readonly hasGlyphs: boolean;
}

const LEAST = 104;
const MOST = 300;
/** What a column may be at most where there is not enough room. */
const MOST_NARROW = 176;

const NARROW_GAP = 28;
const GAP = 44;
const WIDE_GAP = 200;

/**
 * Columns that are as wide as their words, as far as the window has room: names in one line if all of them fit, else in two
 * lines and without icons. What is left goes between the columns.
 *
 * @param sizes the sizes of the cards of each column
 * @param room the width of the window, in pixels of the map
 * @param padding at both sides
 */
export function columnsFor(sizes: readonly (readonly CardSize[])[], room: number, padding: number): Columns {
  const widest = (sizeOf: (size: CardSize) => number, hasGlyphs: boolean, most: number) =>
    sizes.map((own) =>
      own.reduce(
        (width, size) => Math.max(width, Math.min(most, sizeOf(size) + besideWords(hasGlyphs))),
        LEAST,
      ),
    );
  const gaps = Math.max(0, sizes.length - 1);
  const free = room - 2 * padding;
  const wide = widest(({ wide: width }) => width, true, MOST);
  const left = free - sum(wide) - gaps * GAP;
  if (left >= 0) {
    const gap = Math.min(WIDE_GAP, GAP + (gaps > 0 ? left / gaps : 0));
    return { places: placesOf(wide, gap, padding), hasGlyphs: true };
  }
  const narrow = widest(({ narrow: width }) => width, false, MOST_NARROW);
  const comfortable = widest(({ wide: width }) => width, false, MOST);
  const least = sum(narrow) + gaps * NARROW_GAP;
  const most = sum(comfortable) + gaps * GAP;
  const part = Math.min(1, Math.max(0, (free - least) / Math.max(1, most - least)));
  const between = (from: number, to: number) => Math.floor(from + part * (to - from));
  const widths = narrow.map((width, i) => between(width, comfortable[i] ?? width));
  return { places: placesOf(widths, between(NARROW_GAP, GAP), padding), hasGlyphs: false };
}

function placesOf(widths: readonly number[], gap: number, padding: number): LayoutColumn[] {
  let x = padding;
  return widths.map((width) => {
    const place = { x: Math.round(x), width };
    x += width + gap;
    return place;
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
