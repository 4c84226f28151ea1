import type { MapColumn } from '../../map/map-types';
import { button, el, fill } from '../dom/elements';
import type { LayoutColumn } from '../layout/layout-types';
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

/** So much smaller than this, in pixels, names would overlap. */
const SMALLEST = 0.62;

/** The names of the columns, which stay above them. A click shows the column at the left. */
export class ColumnHeads {
  readonly element = el('div', { class: 'column-heads' });
  private heads: HTMLElement[] = [];
  private places: readonly LayoutColumn[] = [];

  constructor(private readonly onChoose: (place: number) => void) {}

  show(columns: readonly MapColumn[], places: readonly LayoutColumn[]): void {
    this.places = places;
    this.heads = columns.map((column, place) =>
      button({ class: 'column-head', tabindex: -1 }, () => this.onChoose(place), NAMES[column]),
    );
    fill(this.element, ...this.heads);
  }

  move({ x, scale }: Viewport): void {
    this.element.classList.toggle('too-close', scale < SMALLEST);
    this.heads.forEach((head, place) => {
      head.style.transform = `translateX(${x + (this.places[place]?.x ?? 0) * scale}px)`;
    });
  }
}
