import { lazily } from '../../../manifests/collections';
import type { GroupedRef } from '../../map/grouped-ref';
import { glyphOf } from '../cards/card-element';
import { counted, el, fill, listen, setAttributes } from '../dom/elements';
import { type IconName, icon } from '../dom/icons';
import type { LoadedMesh } from '../loaded-mesh';
import { isPolicy } from '../objects/mesh-objects';
import { type Facet, facetsOf } from './filter';
import { type Found, type FoundGroup, searchResults } from './search-results';

export interface SearchEvents {
  onNode(id: string): void;
  onObject(object: GroupedRef): void;
  onFacet(facet: Facet): void;
  onLeave(): void;
}

/** Finds nodes to go to, objects to look at, and namespaces, hosts, workloads and codes to filter by. */
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
    'aria-label': 'Search parts and objects, or filter by namespace, host, workload or code',
  });
  private readonly list = el('div', {
    id: 'search-results',
    role: 'listbox',
    'aria-label': 'Results',
    class: 'results',
    hidden: true,
  });
  private facets = lazily(() => facetsOf(this.mesh.map, this.mesh.codes));
  private groups: readonly FoundGroup[] = [];
  private found: readonly Found[] = [];
  private chosen = 0;

  constructor(
    private mesh: LoadedMesh,
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

  /** Searches another mesh. */
  setMesh(mesh: LoadedMesh): void {
    this.mesh = mesh;
    this.facets = lazily(() => facetsOf(this.mesh.map, this.mesh.codes));
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private look(): void {
    const { map, objects } = this.mesh;
    this.groups = searchResults(this.input.value, {
      nodes: map.nodes,
      objects: objects(),
      facets: this.facets(),
    });
    this.found = this.groups.flatMap(({ found }) => found);
    this.chosen = 0;
    this.show();
  }

  private show(): void {
    const items = this.found.map((one, place) => this.item(one, place));
    fill(this.list, ...this.groups.map((group) => this.group(group, items)));
    if (this.found.length === 0) {
      this.list.append(
        el('div', { class: 'nothing', role: 'option', 'aria-disabled': 'true' }, 'Nothing has this name.'),
      );
    }
    this.list.hidden = false;
    setAttributes(this.input, {
      'aria-expanded': 'true',
      'aria-activedescendant': this.found.length > 0 ? `result-${this.chosen}` : undefined,
    });
    items[this.chosen]?.scrollIntoView({ block: 'nearest' });
  }

  private group({ heading, found }: FoundGroup, items: readonly HTMLElement[]): HTMLElement {
    const own = found.flatMap((one) => items[this.found.indexOf(one)] ?? []);
    const head = el('div', { class: 'results-head', 'aria-hidden': 'true' }, heading);
    return el('div', { role: 'group', 'aria-label': heading }, head, ...own);
  }

  private item(found: Found, place: number): HTMLElement {
    const { name, note, icon: glyph } = lookOf(found);
    const item = el(
      'div',
      {
        id: `result-${place}`,
        role: 'option',
        class: 'result',
        'aria-selected': String(place === this.chosen),
      },
      icon(glyph),
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
    } else if ('object' in found) {
      this.events.onObject(found.object);
    } else {
      this.events.onFacet(found.facet);
    }
  }

  private close(): void {
    this.list.hidden = true;
    setAttributes(this.input, { 'aria-expanded': 'false', 'aria-activedescendant': undefined });
  }
}

interface FoundLook {
  readonly name: string;
  readonly note: string;
  readonly icon: IconName;
}

function lookOf(found: Found): FoundLook {
  if ('node' in found) {
    const { label, kind, namespace } = found.node;
    return { name: label, note: noteOf(kind, namespace), icon: glyphOf(kind) };
  }
  if ('object' in found) {
    const { kind, namespace, name } = found.object;
    return { name, note: noteOf(kind, namespace), icon: isPolicy(found.object) ? 'guarded' : 'object' };
  }
  const { facet, count } = found;
  return { name: facet.value, note: `${facet.kind} · ${counted(count, 'part')}`, icon: 'filter' };
}

function noteOf(kind: string, namespace: string): string {
  return namespace === '' ? kind : `${kind} · ${namespace}`;
}
