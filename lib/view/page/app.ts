import { describeOutcome, InvalidRequest, type Trace } from '../../routing';
import type { MapNode } from '../map/map-types';
import type { HopPlaces } from '../map/places-of-trace';
import { AskBar } from './ask/ask-bar';
import { hashOf, type Question, questionIn, questionOf, requestOf } from './ask/question';
import { fill } from './dom/elements';
import { listenToKeys } from './keys';
import { knownUrls } from './known-urls';
import type { LoadedMesh } from './loaded-mesh';
import { listenToMapKeys } from './map/map-keys';
import { MapView } from './map/map-view';
import type { Way } from './map/way';
import { PageFrame } from './page-frame';
import { helpDialog } from './panel/help-dialog';
import { nodePanel } from './panel/node-panel';
import { overviewPanel } from './panel/overview-panel';
import { Panel } from './panel/panel';
import { wayPanel } from './panel/way-panel';
import { type Facet, isSameFacet, shownBy } from './search/filter';
import { FilterChips } from './search/filter-chips';
import { LegendBar } from './search/legend-bar';
import { SearchBox } from './search/search-box';

/** The page: what is asked, what is looked at, and what is filtered. */
export class App {
  private readonly ask = new AskBar((question) => this.asked(question));
  private readonly panel = new Panel(() => this.closePanel());
  private readonly chips = new FilterChips(
    (facet) => this.setFacets(this.facets.filter((one) => !isSameFacet(one, facet))),
    () => this.setFacets([]),
  );
  private readonly help = helpDialog();
  private readonly legend: LegendBar;
  private readonly search: SearchBox;
  private readonly view: MapView;
  private readonly frame: PageFrame;
  private facets: readonly Facet[] = [];
  /** The way that is lit up. */
  private way: Trace | undefined;
  /** What the panel shows. */
  private shown: 'overview' | 'node' | 'way' | undefined;

  constructor(private readonly mesh: LoadedMesh) {
    this.view = new MapView(mesh.map, { onSelect: (node) => this.select(node) });
    this.legend = new LegendBar(mesh.map, (facet) => this.toggleFacet(facet));
    this.search = new SearchBox(mesh.map, this.codes, {
      onNode: (id) => this.go(id, true),
      onFacet: (facet) => this.setFacets([...this.facets.filter((one) => !isSameFacet(one, facet)), facet]),
      onLeave: () => this.view.enter(),
    });
    this.frame = new PageFrame(
      {
        ask: this.ask,
        panel: this.panel,
        chips: this.chips,
        legend: this.legend,
        search: this.search,
        view: this.view,
      },
      { onOverview: () => this.toggleOverview(), onHelp: () => this.help.showModal() },
    );
  }

  start(root: HTMLElement): void {
    fill(root, ...this.frame.elements, this.help);
    this.frame.show(this.mesh);
    this.legend.show(this.facets);
    this.view.start();
    listenToMapKeys(this.view);
    listenToKeys({
      ask: () => this.ask.focus(),
      search: () => this.search.focus(),
      help: () => this.help.showModal(),
      overview: () => this.toggleOverview(),
      map: () => this.view.enter(),
      escape: () => this.escape(),
      collapse: () => this.view.toggle(),
      collapseAll: () => this.view.toggleAll(),
      zoom: (factor) => this.view.viewport.zoomBy(factor),
      fit: () => this.view.fit(),
      fitAll: () => this.view.fitAll(),
    });
    window.addEventListener('hashchange', () => this.readAddress() || this.closePanel());
    window.addEventListener('beforeprint', () => this.view.drawAll());
    if (!this.readAddress() && this.isWorrying && window.innerWidth >= 900) {
      this.toggleOverview();
      this.view.fit();
    }
    // What can be chosen in the bar is not needed for the first drawing.
    setTimeout(() => this.ask.offer(this.mesh.sources(), knownUrls(this.mesh.map)));
  }

  private get codes(): (readonly string[])[] {
    return this.mesh.findings.map(({ codes }) => codes);
  }

  /** Whether there is something that a person should see at once. */
  private get isWorrying(): boolean {
    return this.mesh.data.problems.length > 0 || this.mesh.findings.some(({ level }) => level === 'Error');
  }

  /** @returns whether the address asks for something */
  private readAddress(): boolean {
    const question = questionIn(location.hash);
    const node = new URLSearchParams(location.hash.slice(1)).get('node');
    if (question) {
      this.ask.question = question;
      this.answer(question);
      return true;
    }
    if (node !== null) {
      this.go(node);
      return true;
    }
    return false;
  }

  private asked(question: Question): void {
    this.remember(hashOf(question));
    this.answer(question);
  }

  private remember(hash: string): void {
    if (location.hash !== hash) {
      history.pushState(null, '', hash === '' ? location.pathname + location.search : hash);
    }
  }

  private answer(question: Question): void {
    try {
      const request = requestOf(question);
      const way = this.mesh.trace(request);
      const places = this.mesh.places(way);
      this.ask.complain(undefined);
      this.way = way;
      this.shown = 'way';
      const { data } = this.mesh;
      this.panel.show(
        wayPanel(
          { request, way, places, data },
          { onGo: (id) => this.view.select(id), onPoint: (ids) => this.view.point(ids) },
        ),
      );
      this.view.select(undefined);
      this.setFacets([]);
      this.view.light(wayOf(places));
      this.frame.announce(way.outcomes.map(describeOutcome).join('; '));
    } catch (error) {
      if (!(error instanceof InvalidRequest)) {
        throw error;
      }
      this.ask.complain(error.message);
      this.ask.focus();
    }
  }

  /** Shows what a node is. */
  private select(node: MapNode, hasFocus = false): void {
    this.shown = 'node';
    this.remember(`#${new URLSearchParams({ node: node.id })}`);
    this.panel.show(
      nodePanel(this.mesh, node, {
        onGo: (id) => this.go(id),
        onAsk: ({ request }) => {
          const question = questionOf(request);
          this.ask.question = question;
          this.asked(question);
        },
        onPoint: (ids) => this.view.point(ids),
      }),
    );
    this.view.select(node.id, { focus: hasFocus });
  }

  private go(id: string, hasFocus = false): void {
    const node = this.mesh.map.nodes.find((one) => one.id === id);
    if (node) {
      if (!this.view.shows(id)) {
        this.setFacets([]);
      }
      this.select(node, hasFocus);
    }
  }

  private toggleOverview(): void {
    if (this.shown === 'overview') {
      this.closePanel();
    } else {
      this.shown = 'overview';
      this.view.select(undefined);
      this.panel.show(overviewPanel(this.mesh, (node) => this.go(node)));
    }
  }

  private closePanel(): void {
    const hadFocus = this.panel.element.contains(document.activeElement);
    this.panel.close();
    this.shown = undefined;
    this.view.select(undefined);
    this.view.point([]);
    if (this.way) {
      this.way = undefined;
      this.view.light(undefined);
    }
    this.remember('');
    if (hadFocus) {
      this.view.enter();
    }
  }

  /** Closes one thing after the other. The focus goes back to the map. */
  private escape(): void {
    if (this.ask.dismiss()) {
      this.ask.focus();
      return;
    }
    if (this.panel.isOpen || this.way) {
      this.closePanel();
    } else if (this.facets.length > 0) {
      this.setFacets([]);
    }
    this.view.enter();
  }

  private toggleFacet(facet: Facet): void {
    const others = this.facets.filter((one) => !isSameFacet(one, facet));
    this.setFacets(others.length < this.facets.length ? others : [...others, facet]);
  }

  private setFacets(facets: readonly Facet[]): void {
    if (facets.length === 0 && this.facets.length === 0) {
      return;
    }
    this.facets = facets;
    const { map } = this.mesh;
    const shown = shownBy(map, facets, this.codes);
    this.view.filter(shown);
    this.chips.show(facets, shown?.size ?? map.nodes.length, map.nodes.length);
    this.legend.show(facets);
    if (facets.length > 0) {
      this.frame.announce(`${shown?.size ?? 0} of ${map.nodes.length} parts are shown`);
    }
  }
}

/** The first time that the way comes to a node or an edge counts. */
function wayOf(places: readonly HopPlaces[]): Way {
  const steps = (idsOf: (place: HopPlaces) => readonly string[]) =>
    new Map(places.flatMap((place, step) => idsOf(place).map((id) => [id, step] as const)).reverse());
  return { nodes: steps(({ nodes }) => nodes), edges: steps(({ edges }) => edges) };
}
