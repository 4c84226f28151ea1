import { lazily } from '../../../manifests/collections';
import type { MeshMap } from '../../map/map-types';
import { glyphOf } from '../cards/card-element';
import { counted, el, fill, listen, setAttributes } from '../dom/elements';
import { icon } from '../dom/icons';
import { type Facet, facetsOf } from './filter';
import { type Found, searchResults } from './search-results';

export interface SearchEvents {
  onNode(id: string): void;
  onFacet(facet: Facet): void;
  onLeave(): void;
}

/** Finds nodes to go to, and namespaces, hosts, workloads and codes to filter by. */
export class SearchBox {
  readonly element: HTMLElement;
  private readonly input = el('input', {
    type: 'search',
    class: 'search-input',
    placeholder: 'Search or filter',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-expanded': 'false',
    'aria-controls': 'search-results',
    'aria-autocomplete': 'list',
    'aria-label': 'Search nodes, or filter by namespace, host, workload or code',
  });
  private readonly list = el('ul', { id: 'search-results', role: 'listbox', class: 'results', hidden: true });
  private facets = lazily(() => facetsOf(this.map, this.codes));
  private found: readonly Found[] = [];
  private chosen = 0;

  constructor(
    private map: MeshMap,
    private codes: readonly (readonly string[])[],
    private readonly events: SearchEvents,
  ) {
    this.element = el(
      'div',
      { class: 'search', role: 'search' },
      icon('search'),
      this.input,
      el('kbd', { class: 'hint', 'aria-hidden': 'true' }, '/'),
      this.list,
    );
    listen(this.input, {
      input: () => this.look(),
      focus: () => this.look(),
      blur: () => this.close(),
      keydown: (event) => this.key(event),
    });
    // The input keeps the focus while a result is clicked.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault());
  }

  /** Searches another map. */
  setMap(map: MeshMap, codes: readonly (readonly string[])[]): void {
    this.map = map;
    this.codes = codes;
    this.facets = lazily(() => facetsOf(this.map, this.codes));
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private look(): void {
    this.found = searchResults(this.input.value, this.map.nodes, this.facets());
    this.chosen = 0;
    this.show();
  }

  private show(): void {
    fill(this.list, ...this.found.map((one, place) => this.item(one, place)));
    if (this.found.length === 0) {
      this.list.append(
        el('li', { class: 'nothing', role: 'option', 'aria-disabled': 'true' }, 'Nothing is called so.'),
      );
    }
    this.list.hidden = false;
    setAttributes(this.input, {
      'aria-expanded': 'true',
      'aria-activedescendant': this.found.length > 0 ? `result-${this.chosen}` : undefined,
    });
    this.list.children[this.chosen]?.scrollIntoView({ block: 'nearest' });
  }

  private item(found: Found, place: number): HTMLElement {
    const isNode = 'node' in found;
    const [name, note] = isNode
      ? [found.node.label, [found.node.kind, found.node.namespace].filter(Boolean).join(' · ')]
      : [found.facet.value, `only this ${found.facet.kind} · ${counted(found.count, 'part')}`];
    const item = el(
      'li',
      {
        id: `result-${place}`,
        role: 'option',
        class: isNode ? 'result' : 'result facet',
        'aria-selected': String(place === this.chosen),
      },
      icon(isNode ? glyphOf(found.node.kind) : 'legend'),
      el('span', { class: 'result-name' }, name),
      el('span', { class: 'result-note' }, note),
    );
    item.addEventListener('click', () => this.take(found));
    return item;
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = this.found.length;
    if (step !== undefined && count > 0) {
      this.chosen = (this.chosen + step + count) % count;
      this.show();
    } else if (event.key === 'Enter') {
      const found = this.found[this.chosen];
      if (found) {
        this.take(found);
      }
    } else if (event.key === 'Escape') {
      this.input.value = '';
      this.close();
      this.events.onLeave();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private take(found: Found): void {
    this.input.value = '';
    this.input.blur();
    if ('node' in found) {
      this.events.onNode(found.node.id);
    } else {
      this.events.onFacet(found.facet);
    }
  }

  private close(): void {
    this.list.hidden = true;
    setAttributes(this.input, { 'aria-expanded': 'false', 'aria-activedescendant': undefined });
  }
}
