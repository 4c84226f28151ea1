import type { MapColumn } from '../../map/map-types';
import { button, el, fill } from '../dom/elements';
import { leftOf } from '../layout/layout';
import { LAYOUT } from './map-layout';
import type { Viewport } from './viewport';

const NAMES: Readonly<Record<MapColumn, string>> = {
  entrance: 'Entrances',
  server: 'Servers',
  host: 'Hosts',
  route: 'Routes',
  destination: 'Destinations',
  service: 'Services',
  workload: 'Workloads',
};

/** Nearer to each other than this, in pixels, names would overlap. */
const CLOSEST = 90;

/** The names of the columns, which stay above them. A click shows the column at the left. */
export class ColumnHeads {
  readonly element = el('div', { class: 'column-heads' });
  private heads: HTMLElement[] = [];

  constructor(private readonly onChoose: (place: number) => void) {}

  show(columns: readonly MapColumn[]): void {
    this.heads = columns.map((column, place) =>
      button({ class: 'column-head', tabindex: -1 }, () => this.onChoose(place), NAMES[column]),
    );
    fill(this.element, ...this.heads);
  }

  move({ x, scale }: Viewport): void {
    const step = LAYOUT.columnWidth + LAYOUT.columnGap;
    this.element.classList.toggle('too-close', step * scale < CLOSEST);
    this.heads.forEach((head, place) => {
      head.style.transform = `translateX(${x + leftOf(place, LAYOUT) * scale}px)`;
    });
  }
}
