import { markNamesOf } from '../cards/marks';
import { svg } from '../dom/elements';
import type { Box } from '../layout/layout-types';
import { type Picture, pathsOf } from './picture';
import type { Card } from './scene';

/** How high the parts are that the map is drawn in, so that a browser need not look at all of it for each part of the screen. */
const BAND = 3000;

/** The whole map from far away: a few paths for each band, however many wires and cards there are. */
export function farPaths(picture: Picture): SVGPathElement[] {
  const paths = new Map<string, { readonly className: string; readonly parts: string[] }>();
  const add = (className: string, y: number, part: string) => {
    const key = `${className} ${Math.floor(y / BAND)}`;
    const known = paths.get(key) ?? { className, parts: [] };
    paths.set(key, known);
    known.parts.push(part);
  };
  const drawn = new Set<string>();
  for (const { wire, path } of pathsOf(picture)) {
    // Of wires that lead far away, those to one place look like one.
    const isLong = path.bottom - path.top > BAND;
    const key = isLong ? `${wire.from} ${Math.floor(path.label.y / BAND)}` : wire.id;
    if (!drawn.has(key)) {
      drawn.add(key);
      add('far-wires', path.top, path.d);
    }
  }
  for (const card of picture.scene.cards.values()) {
    const box = picture.layout.boxes.get(card.id);
    if (box) {
      const tone = picture.way?.cards.has(card.id) ? 'on-way' : toneOf(card);
      add(`far-cards ${tone}`, box.y, rectangle(box));
    }
  }
  return [...paths.values()].map(({ className, parts }) =>
    svg('path', { class: className, d: parts.join('') }),
  );
}

function toneOf(card: Card): string {
  const names = markNamesOf(card);
  if (names.includes('error') || names.includes('broken')) {
    return 'bad';
  }
  return names.includes('warning') ? 'care' : 'plain';
}

function rectangle({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}
