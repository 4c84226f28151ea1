import { svg } from '../dom/elements';
import type { Box } from '../layout/layout-types';
import { marksOf } from './marks';
import { type Picture, pathsOf } from './picture';
import type { Card } from './scene';

/** The whole map from far away: a path for all wires, and one for the boxes of each kind, however many there are. */
export function farPaths(picture: Picture): SVGPathElement[] {
  const boxes = new Map<string, string[]>(['plain', 'care', 'bad', 'on-way'].map((tone) => [tone, []]));
  for (const card of picture.scene.cards.values()) {
    const box = picture.layout.boxes.get(card.id);
    if (box) {
      boxes.get(picture.way?.cards.has(card.id) ? 'on-way' : toneOf(card))?.push(rectangle(box));
    }
  }
  const wires = pathsOf(picture).map(({ path }) => path.d);
  return [
    svg('path', { class: 'far-wires', d: wires.join('') }),
    ...[...boxes].map(([tone, parts]) => svg('path', { class: `far-cards ${tone}`, d: parts.join('') })),
  ];
}

function toneOf(card: Card): string {
  const [worst] = marksOf(card);
  return worst?.icon === 'error' || card.marks.broken !== undefined
    ? 'bad'
    : worst?.icon === 'warning'
      ? 'care'
      : 'plain';
}

function rectangle({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}
