import type { Layout } from '../layout/layout-types';
import type { Room } from './map-layout';

/** The width of a sheet of A4 without its margins, in pixels. */
const WIDTH = 718;

/** What columns are made for: names can be read on paper when the map is printed a little smaller. */
export const PAPER: Room = { width: 900, height: Number.POSITIVE_INFINITY, smallest: 1 };

/** Tells the styles for printing how large the map is, and how small it is printed. */
export function fitPaper({ style }: HTMLElement, { width, height }: Layout): void {
  style.setProperty('--map-height', `${height}px`);
  style.setProperty('--print-scale', String(Math.min(1, WIDTH / width)));
}
