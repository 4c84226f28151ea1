import type { Box, Layout } from '../layout/layout-types';
import type { Room } from './map-layout';
import type { Scene } from './scene';
import type { Viewport } from './viewport';

/** Smaller than this, names are hard to read. */
export const READABLE = 0.76;
/** Names can still be read, and the whole way of a request is seen. */
const SMALL = 0.6;
/** In a window that is less wide, in pixels, a way is not seen whole anyway. */
const NARROW = 600;
/** Around what is shown whole, in pixels of the screen. */
export const MARGIN = 16;

/** Where the map is moved to. */
export type Framing = (viewport: Viewport, layout: Layout) => void;

/** The width of the map, from its top on, as far as names can be read. */
export const wholeWidth: Framing = (viewport, layout) => {
  viewport.frameBox(boxOf(layout), READABLE, MARGIN);
  viewport.show(viewport.x, MARGIN, viewport.scale);
};

/** All of the map, however small. */
export const wholeMap: Framing = (viewport, layout) => {
  viewport.frameBox(boxOf(layout), 0, MARGIN);
};

/** A part of the map, without room to spare at its left and above it. */
export function wholeBox(box: Box): Framing {
  return (viewport, layout) => {
    viewport.frameBox(box, viewport.width < NARROW ? READABLE : SMALL, MARGIN);
    // Where the names can be read then, the rest of the map beside a short way is seen as well.
    const whole = (viewport.width - 2 * MARGIN) / layout.width;
    if (whole < viewport.scale && whole >= READABLE) {
      viewport.zoomBy(whole / viewport.scale);
    }
    const { x, y, scale, width, height } = viewport;
    const spare = width - layout.width * scale;
    const isLow = layout.height * scale < height - 2 * MARGIN;
    viewport.show(spare > 0 ? spare / 2 : Math.min(x, MARGIN), isLow ? MARGIN : Math.min(y, MARGIN), scale);
  };
}

/** Whether a part of the map fits into the height of the window, with names that can be read. */
export function isReadable({ height }: Box, viewport: Viewport): boolean {
  return height * READABLE <= viewport.height - 2 * MARGIN;
}

/** Placing more cards than these takes long. */
const MANY = 1500;

/** Whether a map stays as it is when the window changes. */
export function isHuge({ cards }: Scene): boolean {
  return cards.size > MANY;
}

/** The room that a map is made for. One that is much too high is shown as small as names can be read; a way is shown large. */
export function roomIn({ width, height }: Viewport, scene: Scene, hasWay: boolean): Room {
  const isSmall = isHuge(scene);
  return {
    width: (width - 2 * MARGIN) / (isSmall ? READABLE : 1),
    height: height - 2 * MARGIN,
    smallest: isSmall || hasWay ? 1 : READABLE,
  };
}

function boxOf({ width, height }: Layout): Box {
  return { x: 0, y: 0, width, height: Math.max(1, height) };
}
