import type { Box, Layout } from '../layout/layout-types';
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

function boxOf({ width, height }: Layout): Box {
  return { x: 0, y: 0, width, height: Math.max(1, height) };
}
