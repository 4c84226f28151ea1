import type { LoadedMesh } from '../loaded-mesh';
import { type Facet, isSameFacet, shownBy } from './filter';
import { FilterChips } from './filter-chips';
import { LegendBar } from './legend-bar';

/** What of the map passes the filters. */
export interface Filtered {
  /** The ids of the nodes; undefined for all of them. */
  readonly shown: ReadonlySet<string> | undefined;
  /** The number of nodes with and without the filters, in words; empty where nothing is filtered. */
  readonly words: string;
}

/** What the map is filtered by: the chips above it, and the marks of the legend. */
export class Filters {
  readonly chips = new FilterChips(
    (facet) => this.set(this.others(facet)),
    () => this.clear(),
  );
  readonly legend: LegendBar;
  private facets: readonly Facet[] = [];

  constructor(
    private mesh: LoadedMesh,
    private readonly onChange: (filtered: Filtered) => void,
  ) {
    this.legend = new LegendBar(mesh.map, (facet) => this.toggle(facet));
    this.legend.show(this.facets);
  }

  get isEmpty(): boolean {
    return this.facets.length === 0;
  }

  /** The codes of findings among the filters. */
  get chosenCodes(): readonly string[] {
    return this.facets.filter(({ kind }) => kind === 'code').map(({ value }) => value);
  }

  add(facet: Facet): void {
    this.set([...this.others(facet), facet]);
  }

  toggle(facet: Facet): void {
    const others = this.others(facet);
    this.set(others.length < this.facets.length ? others : [...others, facet]);
  }

  clear(): void {
    if (!this.isEmpty) {
      this.set([]);
    }
  }

  /** Filters another mesh in the place of this one. */
  setMesh(mesh: LoadedMesh): Filtered {
    this.mesh = mesh;
    this.legend.setMap(mesh.map);
    return this.show();
  }

  private others(facet: Facet): readonly Facet[] {
    return this.facets.filter((one) => !isSameFacet(one, facet));
  }

  private set(facets: readonly Facet[]): void {
    this.facets = facets;
    this.onChange(this.show());
  }

  private show(): Filtered {
    const { facets, mesh } = this;
    const all = mesh.map.nodes.length;
    const shown = shownBy(mesh.map, facets, mesh.codes);
    this.chips.show(facets, shown?.size ?? all, all);
    this.legend.show(facets);
    return { shown, words: this.isEmpty ? '' : `${shown?.size ?? 0} of ${all} parts are shown` };
  }
}
