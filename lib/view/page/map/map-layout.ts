import type { LayoutOptions } from '../layout/layout-types';

/** The measures of the map, in pixels at its full size. */
export const LAYOUT: LayoutOptions = {
  columnWidth: 174,
  columnGap: 44,
  rowGap: 10,
  laneHead: 34,
  lanePadding: 14,
  laneGap: 12,
};

export const CARD_HEIGHT = 46;
