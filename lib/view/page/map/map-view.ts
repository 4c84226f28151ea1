import type { MapNode, MeshMap } from '../../map/map-types';
import { el } from '../dom/elements';
import { layoutOf, leftOf } from '../layout/layout';
import type { Box, Layout } from '../layout/layout-types';
import { ColumnHeads } from './column-heads';
import { CARD_HEIGHT, LAYOUT } from './map-layout';
import { cardTowards, type Direction } from './neighbours';
import { FAR, Painter } from './painter';
import type { Picture } from './picture';
import { type Card, type Scene, sceneOf } from './scene';
import { Viewport } from './viewport';

/** Maps with more nodes begin with their namespaces collapsed. */
const MANY = 160;
/** Of more namespaces than these, only those on a way are shown with it. */
const MOST_LANES = 8;
/** Smaller than this, names are hard to read. */
const READABLE = 0.76;
/** Names can still be read, and the whole way of a request is seen. */
const SMALL = 0.5;
/** The width of a sheet of paper without its margins, in pixels. */
const PAPER = 700;
/** Around what is shown whole, in pixels of the screen. */
const MARGIN = 16;

export interface MapEvents {
  onSelect(node: MapNode): void;
}

/** The nodes and edges on the way of a request, each with its place in it. */
export interface Way {
  readonly nodes: ReadonlyMap<string, number>;
  readonly edges: ReadonlyMap<string, number>;
}

/** The map of a mesh: what is collapsed, what is shown, where the focus is. */
export class MapView {
  readonly element = el('div', {
    class: 'map',
    role: 'group',
    'aria-label': 'Map of the mesh. Arrow keys move along it, Enter shows details.',
    'aria-roledescription': 'map',
  });
  readonly viewport: Viewport;
  private readonly window = el('div', { class: 'window' });
  private readonly canvas = el('div', { class: 'canvas' });
  private readonly note = el(
    'p',
    { class: 'map-note', hidden: true },
    'Only the namespaces on the way are shown. ',
    el('kbd', {}, 'Esc'),
    ' shows all.',
  );
  private readonly painter: Painter;
  private readonly heads: ColumnHeads;
  private collapsed: Set<string>;
  private scene: Scene = { cards: new Map(), wires: [], lanes: [], columns: [], cardOf: new Map() };
  private layout: Layout = { boxes: new Map(), lanes: [], bends: new Map(), width: 0, height: 0 };
  /** The nodes that pass the filter; undefined for all. */
  private shown: ReadonlySet<string> | undefined;
  private way: Way | undefined;
  private focused: string | undefined;
  private selected: string | undefined;

  constructor(
    private readonly map: MeshMap,
    private readonly events: MapEvents,
  ) {
    this.collapsed = collapsedAtFirst(map);
    this.heads = new ColumnHeads((x) => this.showColumn(x));
    this.window.append(this.canvas);
    this.element.append(this.heads.element, this.window, this.note);
    this.painter = new Painter(this.canvas, (lane) => this.toggle(lane));
    this.viewport = new Viewport(this.window, this.canvas, (viewport) => this.moved(viewport));
    this.element.addEventListener('click', (event) => this.clicked(event));
    this.element.addEventListener('focusin', (event) => this.focusMoved(event));
  }

  /** Draws the map for the first time; the element must be in the page. */
  start(): void {
    this.draw(() => this.fit());
  }

  /** Shows other nodes, for a filter. */
  filter(shown: ReadonlySet<string> | undefined): void {
    this.shown = shown;
    this.draw(() => this.fit());
  }

  /** Collapses all namespaces, or expands them if all are collapsed. */
  toggleAll(): void {
    const areAll = this.laneNames.every((name) => this.collapsed.has(name));
    this.collapsed = new Set(areAll ? [] : this.laneNames);
    this.draw(() => this.fit());
  }

  /** Whether a node passes the filter. */
  shows(id: string): boolean {
    return this.shown?.has(id) ?? true;
  }

  private get laneNames(): string[] {
    return this.scene.lanes.map(({ name }) => name);
  }

  /** Lights up the way of a request, or none. What is on it is drawn even where namespaces are collapsed. */
  light(way: Way | undefined): void {
    this.way = way;
    this.draw(() => {
      const boxes = way ? this.boxesOf(way.nodes.keys()) : [];
      if (boxes.length > 0) {
        this.viewport.frameBox(around(boxes), SMALL, MARGIN);
        this.align();
      }
    });
  }

  /** Marks a node as the one that is looked at, and brings it into view. */
  select(id: string | undefined, options: { readonly focus?: boolean } = {}): void {
    const node = this.map.nodes.find((one) => one.id === id);
    const isCollapsed = (one: string | undefined) =>
      one !== undefined &&
      this.collapsed.has(this.map.nodes.find((each) => each.id === one)?.namespace ?? '');
    const mustDraw = isCollapsed(id) || isCollapsed(this.selected);
    this.selected = node?.id;
    if (mustDraw) {
      this.draw();
    }
    this.markCurrent();
    const card = node && this.scene.cardOf.get(node.id);
    const box = card === undefined ? undefined : this.layout.boxes.get(card);
    if (!box || card === undefined) {
      return;
    }
    if (this.viewport.scale < FAR) {
      this.viewport.zoomBy(1 / this.viewport.scale);
    }
    this.viewport.reveal(box, 72);
    if (options.focus) {
      this.focus(card);
    } else {
      this.focused = card;
      this.markCurrent();
    }
  }

  /** Points at nodes while the pointer is over words about them. */
  point(ids: readonly string[]): void {
    const cards = new Set(ids.map((id) => this.scene.cardOf.get(id)));
    for (const [id, element] of this.painter.cards.shown) {
      element.classList.toggle('pointed', cards.has(id));
    }
  }

  fit(): void {
    const { width, height } = this.layout;
    this.viewport.frameBox({ x: 0, y: 0, width, height: Math.max(1, height) }, READABLE, MARGIN);
    this.viewport.show(this.viewport.x, MARGIN, this.viewport.scale);
  }

  /** Leaves no room at the left, nor above a map that is less high than the window. */
  private align(): void {
    const { x, y, scale, height } = this.viewport;
    const isLow = this.layout.height * scale < height - 2 * MARGIN;
    this.viewport.show(Math.min(x, MARGIN), isLow ? MARGIN : y, scale);
  }

  /** Shows all of the map, however small. */
  fitAll(): void {
    const { width, height } = this.layout;
    this.viewport.frameBox({ x: 0, y: 0, width, height: Math.max(1, height) }, 0, MARGIN);
  }

  /** Moves the focus along the map. @returns whether there is somewhere to go */
  move(direction: Direction): boolean {
    const from = this.focused;
    const next =
      from === undefined || !this.scene.cards.has(from)
        ? this.scene.cards.keys().next().value
        : cardTowards({ scene: this.scene, layout: this.layout }, from, direction);
    if (next !== undefined) {
      this.focus(next);
    }
    return next !== undefined;
  }

  /** Gives the focus to the map: to the card that had it last. */
  enter(): void {
    this.focus(this.focused ?? this.scene.cards.keys().next().value);
  }

  /** Collapses or expands a namespace; that of the focused card if none is given. */
  toggle(lane = this.focusedCard?.lane): void {
    if (lane === undefined) {
      return;
    }
    if (!this.collapsed.delete(lane)) {
      this.collapsed.add(lane);
    }
    const hadFocus = this.element.contains(document.activeElement);
    const before = this.laneTop(lane);
    this.draw();
    this.viewport.panBy(0, (before - this.laneTop(lane)) * this.viewport.scale);
    if (hadFocus) {
      this.focus([...this.scene.cards.values()].find((card) => card.lane === lane)?.id);
    }
  }

  /** Draws all of the map for printing. */
  drawAll(): void {
    this.painter.drawAll();
    const { width, height } = this.layout;
    const scale = Math.min(1, PAPER / width);
    this.element.style.setProperty('--map-height', `${height}px`);
    this.element.style.setProperty('--print-scale', String(scale));
  }

  private get focusedCard(): Card | undefined {
    return this.focused === undefined ? undefined : this.scene.cards.get(this.focused);
  }

  private laneTop(lane: string): number {
    return this.layout.lanes.find(({ name }) => name === lane)?.y ?? 0;
  }

  private focus(card: string | undefined): void {
    const box = card === undefined ? undefined : this.layout.boxes.get(card);
    if (card === undefined || !box) {
      return;
    }
    this.focused = card;
    if (this.viewport.scale < FAR) {
      this.viewport.zoomBy(READABLE / this.viewport.scale);
    }
    const element = this.painter.cards.element(card);
    this.markCurrent();
    if (element instanceof HTMLElement) {
      element.focus({ preventScroll: true });
    }
    this.viewport.reveal(box, 60);
  }

  private chosen(): Scene {
    const { collapsed, shown, selected, way } = this;
    const single = new Set([...(way?.nodes.keys() ?? []), ...(selected === undefined ? [] : [selected])]);
    const lanes = way && lanesOnWay(this.map, way);
    this.note.hidden = lanes === undefined;
    return sceneOf(this.map, { collapsed, shown, single, lanes });
  }

  private placed(): Layout {
    const columns = new Map(this.scene.columns.map((column, place) => [column, place]));
    const items = [...this.scene.cards.values()].map(({ id, column, lane }) => ({
      id,
      lane,
      column: columns.get(column) ?? 0,
      height: CARD_HEIGHT,
    }));
    const links = this.scene.wires.filter(({ isBack }) => !isBack);
    return layoutOf(items, links, this.laneNames, LAYOUT);
  }

  /** @param place moves the map before it is drawn, so that nothing is drawn in vain */
  private draw(place?: () => void): void {
    this.scene = this.chosen();
    this.layout = this.placed();
    this.heads.show(this.scene.columns);
    this.viewport.extent = this.layout;
    place?.();
    const { scene, layout, way } = this;
    this.painter.show({ scene, layout, way: way && wayOnScene(scene, way) }, this.viewport);
    this.markCurrent();
  }

  private moved(viewport: Viewport): void {
    this.heads.move(viewport);
    const hasFocus = this.element.contains(document.activeElement);
    this.painter.update(viewport, hasFocus ? this.focused : undefined);
  }

  /** One card can be reached by Tab; arrow keys lead to the others. */
  private markCurrent(): void {
    const { selected, scene } = this;
    const chosen = selected === undefined ? undefined : scene.cardOf.get(selected);
    if (this.focused === undefined || !scene.cards.has(this.focused)) {
      this.focused = chosen ?? scene.cards.keys().next().value;
    }
    if (this.focused !== undefined) {
      this.painter.cards.element(this.focused);
    }
    for (const [id, element] of this.painter.cards.shown) {
      element.setAttribute('tabindex', id === this.focused ? '0' : '-1');
      element.classList.toggle('selected', id === chosen);
    }
  }

  private focusMoved(event: FocusEvent): void {
    const card = cardUnder(event.target);
    if (card !== undefined && card !== this.focused) {
      this.focused = card;
      this.markCurrent();
    }
  }

  private clicked(event: MouseEvent): void {
    const id = cardUnder(event.target);
    const card = id === undefined ? undefined : this.scene.cards.get(id);
    const [node] = card?.nodes ?? [];
    if (card?.isGroup) {
      this.toggle(card.lane);
    } else if (node) {
      this.events.onSelect(node);
    }
  }

  private showColumn(place: number): void {
    const { x, scale } = this.viewport;
    this.viewport.panBy(20 - (x + leftOf(place, LAYOUT) * scale), 0);
  }

  private boxesOf(nodes: Iterable<string>): Box[] {
    return [...nodes].flatMap((id) => {
      const card = this.scene.cardOf.get(id);
      return (card !== undefined && this.layout.boxes.get(card)) || [];
    });
  }
}

function cardUnder(target: EventTarget | null): string | undefined {
  const card = target instanceof Element ? target.closest('.card') : null;
  return card?.getAttribute('data-id') ?? undefined;
}

/** In maps with many namespaces, those on the way are shown alone, so that it is seen whole; undefined for all of them. */
function lanesOnWay({ nodes }: MeshMap, way: Way): Set<string> | undefined {
  const all = new Set(nodes.map(({ namespace }) => namespace));
  const onWay = new Set(nodes.filter(({ id }) => way.nodes.has(id)).map(({ namespace }) => namespace));
  return all.size > MOST_LANES && onWay.size > 0 ? onWay : undefined;
}

/** Small maps are shown whole. */
function collapsedAtFirst({ nodes }: MeshMap): Set<string> {
  const lanes = new Set(nodes.map(({ namespace }) => namespace));
  return nodes.length > MANY && lanes.size > 1 ? lanes : new Set();
}

function wayOnScene(scene: Scene, { nodes, edges }: Way): Picture['way'] {
  const cards = new Map<string, number>();
  for (const [id, step] of nodes) {
    const card = scene.cardOf.get(id);
    if (card !== undefined && !cards.has(card)) {
      cards.set(card, step);
    }
  }
  const wires = new Map<string, number>();
  for (const wire of scene.wires) {
    const steps = wire.edges.flatMap(({ id }) => edges.get(id) ?? []);
    if (steps.length > 0) {
      wires.set(wire.id, Math.min(...steps));
    }
  }
  return { cards, wires };
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
