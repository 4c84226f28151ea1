import { describeOutcome, InvalidRequest, type TraceRequest } from '../../routing';
import { type GroupedRef, groupedKind, groupedRefTo } from '../map/grouped-ref';
import type { MapNode } from '../map/map-types';
import { nameText } from '../map/node-ids';
import { Address, hashOfNode, hashOfObject, OVERVIEW_HASH, type Target } from './address';
import { AskBar } from './ask/ask-bar';
import { hashOf, type Question, questionOf, requestOf } from './ask/question';
import { fill } from './dom/elements';
import { Edits } from './edit/edits';
import { listenToKeys } from './keys';
import { knownUrls } from './known-urls';
import type { LoadedMesh } from './loaded-mesh';
import { listenToMapKeys } from './map/map-keys';
import { MapView } from './map/map-view';
import { wayOf } from './map/way';
import { objectView } from './objects/object-panel';
import { PageFrame } from './page-frame';
import { helpDialog } from './panel/help-dialog';
import { missingPanel } from './panel/missing-panel';
import { nodePanel } from './panel/node-panel';
import { overviewPanel } from './panel/overview-panel';
import { Panel, type PanelContent } from './panel/panel';
import type { PanelEvents } from './panel/panel-events';
import { type Answer, wayPanel } from './panel/way-panel';
import { type Filtered, Filters } from './search/filters';
import { SearchBox } from './search/search-box';

/** The page: what is asked, what is looked at, and what is filtered. */
export class App {
  private readonly ask = new AskBar((question) => this.asked(question));
  private readonly panel = new Panel(() => this.closePanel());
  private readonly help = helpDialog();
  private readonly filters: Filters;
  private readonly search: SearchBox;
  private readonly view: MapView;
  private readonly frame: PageFrame;
  /** The request whose way is lit up. */
  private lit: TraceRequest | undefined;
  /** The request that was asked about last, also after its way is not lit up any more. */
  private latest: TraceRequest | undefined;
  /** What the panel shows: the overview, a way, a node by its id, or an object. */
  private shown: 'overview' | 'way' | Pick<Target, 'node' | 'object'> | undefined;
  private readonly address = new Address((target) => this.show(target));
  private readonly edits: Edits;

  constructor(private mesh: LoadedMesh) {
    this.edits = new Edits(mesh, {
      onMesh: (other) => this.replaceMesh(other),
      onState: () => this.shown === 'overview' && this.panel.renew(this.overview()),
      onFindings: () => this.shown === 'overview' || this.toggleOverview(),
      onWay: () => this.showWay(),
    });
    this.view = new MapView(mesh.map, { onSelect: (node) => this.select(node) });
    this.filters = new Filters(mesh, (filtered) => this.filter(filtered));
    this.search = new SearchBox(mesh, {
      onNode: (id) => this.go(id, true),
      onObject: (object) => this.open(object),
      onFacet: (facet) => this.filters.add(facet),
      onLeave: () => this.view.enter(),
    });
    this.frame = new PageFrame(
      {
        ask: this.ask,
        panel: this.panel,
        chips: this.filters.chips,
        legend: this.filters.legend,
        search: this.search,
        view: this.view,
        editBar: this.edits.bar,
      },
      { onOverview: () => this.toggleOverview(), onHelp: () => this.help.showModal() },
    );
  }

  start(root: HTMLElement): void {
    fill(root, ...this.frame.elements, this.help, ...this.edits.elements);
    this.edits.start();
    this.frame.show(this.mesh);
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
      // The button says which object the panel has first.
      edit: () => this.panel.element.querySelector<HTMLButtonElement>('.edit')?.click(),
      add: () => this.edits.editing.add(),
      undo: () => this.edits.undo(),
    });
    window.addEventListener('beforeprint', () => this.view.print(true));
    window.addEventListener('afterprint', () => this.view.print(false));
    if (!this.address.start() && this.mesh.isWorrying && window.innerWidth >= 900) {
      this.showOverview();
      this.view.fit();
    }
    // What can be chosen in the bar is not needed for the first drawing.
    setTimeout(() => this.ask.offer(this.mesh.sources(), knownUrls(this.mesh.map)));
  }

  /** Whether something would be lost with the page. */
  get hasEdits(): boolean {
    return this.edits.hasEdits;
  }

  /** Loads the page anew. Edits are lost. */
  load(): void {
    this.edits.leave();
    location.reload();
  }

  /** Shows what an address asks for. */
  private show({ question, node, object, overview }: Target): void {
    this.ask.complain(undefined);
    if (question) {
      this.ask.question = question;
      this.answer(question);
    } else if (overview) {
      this.showOverview();
    } else if (node !== undefined) {
      this.go(node);
    } else if (object) {
      this.open(object);
    } else {
      this.closePanel();
    }
  }

  private asked(question: Question): void {
    this.address.remember(hashOf(question));
    this.answer(question);
  }

  private answer(question: Question): void {
    try {
      const request = requestOf(question);
      const answer = this.answerTo(request);
      this.ask.complain(undefined);
      this.lit = request;
      this.latest = request;
      this.shown = 'way';
      this.panel.show(this.wayPanel(answer));
      this.view.select(undefined);
      this.view.mark([]);
      this.filters.clear();
      this.view.light(wayOf(answer.places, answer.way.outcomes));
      this.frame.announce(answer.way.outcomes.map(describeOutcome).join('; '));
    } catch (error) {
      this.darken();
      this.panel.close();
      this.complain(error);
      this.ask.focus();
    }
  }

  /** Shows the answer to the latest question again. */
  private showWay(): void {
    if (this.latest) {
      const question = questionOf(this.latest);
      this.ask.question = question;
      this.asked(question);
      this.panel.focus();
    }
  }

  /** Says what is wrong with a question. Other errors are not for the person who asks. */
  private complain(error: unknown): void {
    if (!(error instanceof InvalidRequest)) {
      throw error;
    }
    this.ask.complain(error.message);
  }

  /** @throws InvalidRequest if the request is malformed, or its source does not exist */
  private answerTo(request: TraceRequest): Answer {
    const { mesh, edits } = this;
    const way = mesh.trace(request);
    const before = edits.before(request, way.outcomes);
    return { request, way, places: mesh.places(way), data: mesh.data, before };
  }

  private wayPanel(answer: Answer): PanelContent {
    return wayPanel(answer, { onGo: (id) => this.view.select(id), onPoint: (ids) => this.view.point(ids) });
  }

  /** Shows another mesh in the place of this one: what is looked at, filtered and asked stays. */
  private replaceMesh(mesh: LoadedMesh): void {
    this.mesh = mesh;
    const { map } = mesh;
    const answer = this.askAgain();
    const { shown } = this.filters.setMesh(mesh);
    this.search.setMesh(mesh);
    this.frame.show(mesh);
    this.view.replace(map, shown, answer && wayOf(answer.places, answer.way.outcomes));
    this.renewPanel(answer);
    setTimeout(() => this.ask.offer(this.mesh.sources(), knownUrls(this.mesh.map)));
  }

  /** The answer to what is lit up, in a mesh that may not have the source any more. The bar tells that to the latest question. */
  private askAgain(): Answer | undefined {
    try {
      this.ask.complain(undefined);
      const answer = this.latest && this.answerTo(this.latest);
      return this.lit && answer;
    } catch (error) {
      this.complain(error);
      return undefined;
    }
  }

  private renewPanel(answer: Answer | undefined): void {
    const { shown } = this;
    if (shown === 'way' && answer) {
      this.panel.renew(this.wayPanel(answer));
      this.frame.announce(answer.way.outcomes.map(describeOutcome).join('; '));
    } else if (typeof shown === 'object') {
      const content = this.contentOf(shown);
      if (content) {
        this.panel.renew(content);
      } else {
        this.shown = undefined;
        this.toggleOverview();
      }
    }
  }

  /** Shows what a node is. */
  private select(node: MapNode, hasFocus = false): void {
    this.shown = { node: node.id };
    this.address.remember(hashOfNode(node.id));
    this.panel.show(nodePanel(this.mesh, node, this.panelEvents));
    this.view.mark([]);
    this.view.select(node.id, { focus: hasFocus });
  }

  /** Shows what an object is. */
  private open(object: GroupedRef): void {
    const manifest = this.mesh.manifest(object);
    this.address.remember(hashOfObject(object));
    this.darken();
    this.view.select(undefined);
    if (!manifest) {
      this.miss(groupedKind(object), nameText(object));
      return;
    }
    const { content, nodes } = objectView(this.mesh, manifest, this.panelEvents);
    this.shown = { object: groupedRefTo(object) };
    this.panel.show(content);
    this.view.mark(nodes.map(({ id }) => id));
  }

  /** Says that this mesh does not have what a link names. */
  private miss(kind: string, name: string): void {
    this.shown = undefined;
    this.view.mark([]);
    this.panel.show(missingPanel(kind, name));
  }

  /** What the panel has about a node or an object; undefined if the mesh does not have it any more. */
  private contentOf({ node: id, object }: Pick<Target, 'node' | 'object'>): PanelContent | undefined {
    const node = this.mesh.map.nodes.find((one) => one.id === id);
    const manifest = object && this.mesh.manifest(object);
    return node
      ? nodePanel(this.mesh, node, this.panelEvents)
      : manifest && objectView(this.mesh, manifest, this.panelEvents).content;
  }

  private get panelEvents(): PanelEvents {
    return {
      onGo: (id) => this.go(id),
      onObject: (object) => this.open(object),
      onAsk: ({ request }) => {
        const question = questionOf(request);
        this.ask.question = question;
        this.asked(question);
      },
      onPoint: (ids) => this.view.point(ids),
      onEdit: (manifest) => this.edits.editing.edit(manifest),
    };
  }

  /** No way is lit up any more. */
  private darken(): void {
    if (this.lit) {
      this.lit = undefined;
      this.view.light(undefined);
    }
  }

  private overview(): PanelContent {
    return overviewPanel(
      this.mesh,
      { chosen: this.filters.chosenCodes, edits: this.edits.state },
      {
        onGo: (node) => this.go(node),
        onObject: (object) => this.open(object),
        onFilter: (value) => this.filters.toggle({ kind: 'code', value }),
        onAdd: () => this.edits.editing.add(),
      },
    );
  }

  private go(id: string, hasFocus = false): void {
    const node = this.mesh.map.nodes.find((one) => one.id === id);
    if (!node) {
      this.miss('part', id);
      return;
    }
    if (!this.view.shows(id)) {
      this.filters.clear();
    }
    this.select(node, hasFocus);
  }

  private toggleOverview(): void {
    if (this.shown === 'overview') {
      this.closePanel();
    } else {
      this.address.remember(OVERVIEW_HASH);
      this.showOverview();
    }
  }

  private showOverview(): void {
    this.shown = 'overview';
    this.view.select(undefined);
    this.view.mark([]);
    this.panel.show(this.overview());
  }

  private closePanel(): void {
    const hadFocus = this.panel.element.contains(document.activeElement);
    this.panel.close();
    this.shown = undefined;
    this.view.select(undefined);
    this.view.mark([]);
    this.darken();
    this.address.remember('');
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
    if (this.panel.isOpen || this.lit) {
      this.closePanel();
    } else {
      this.filters.clear();
    }
    this.view.enter();
  }

  private filter({ shown, words }: Filtered): void {
    this.view.filter(shown);
    if (this.shown === 'overview') {
      this.panel.renew(this.overview());
    }
    if (words !== '') {
      this.frame.announce(words);
    }
  }
}
