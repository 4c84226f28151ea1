import { button, el, fill } from '../dom/elements';
import { icon } from '../dom/icons';
import type { Facet } from './filter';

/** What the map is filtered by. Each can be taken away. */
export class FilterChips {
  readonly element = el('div', { class: 'chips', role: 'group', 'aria-label': 'Filters', hidden: true });

  constructor(
    private readonly onRemove: (facet: Facet) => void,
    private readonly onClear: () => void,
  ) {}

  show(facets: readonly Facet[], shown: number, all: number): void {
    this.element.hidden = facets.length === 0;
    fill(
      this.element,
      el(
        'span',
        { class: 'chips-word' },
        shown === 0 ? 'Nothing on the map matches:' : `${shown} of ${all} parts:`,
      ),
      ...facets.map((facet) =>
        button(
          { class: 'chip', title: 'Remove this filter' },
          () => this.onRemove(facet),
          el('span', { class: 'spoken' }, 'Remove the filter '),
          el('span', { class: 'chip-kind' }, `${facet.kind} `),
          facet.value,
          icon('close'),
        ),
      ),
      button({ class: 'link' }, this.onClear, 'Show all'),
    );
  }
}
