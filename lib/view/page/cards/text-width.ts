import type { Measure } from './fit-text';

/** How wide texts are on the map, at its full size. */
export interface TextWidths {
  readonly label: Measure;
  readonly detail: Measure;
}

/** Measures with the fonts of the page; the sizes are those of `styles/cards.css`. */
export function textWidths(): TextWidths {
  const { fontFamily } = getComputedStyle(document.body);
  return { label: measureWith(`600 13px ${fontFamily}`), detail: measureWith(`11px ${fontFamily}`) };
}

function measureWith(font: string): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  if (context) {
    context.font = font;
  }
  return (text) => {
    const width = known.get(text) ?? context?.measureText(text).width ?? text.length * 7;
    known.set(text, width);
    return width;
  };
}
