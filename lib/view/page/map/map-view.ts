import { lazily } from '../../../manifests/collections';
import type { MapNode, MeshMap } from '../../map/map-types';
import { textWidths } from '../cards/text-width';
import { el } from '../dom/elements';
import { Arrangement } from './arrangement';
import { ColumnHeads } from './column-heads';
import {
  type Framing,
  isHuge,
  isReadable,
  READABLE,
  roomIn,
  wholeBox,
  wholeMap,
  wholeWidth,
} from './framing';
import { cardTowards, type Direction } from './neighbours';
import { FAR, Painter } from './painter';
import { fitPaper, PAPER } from './paper';
import { type Card, collapsedAtFirst, type Scene, sceneOf } from './scene';
import { Viewport } from './viewport';
import { lanesOnWay, type Way, wayOnScene } from './way';
import { WayNote } from './way-note';

/** Around what is brought into view. */
const REVEALED = 72;

export interface MapEvents {
  onSelect(node: MapNode): void;
}

/** The map of a mesh: what is collapsed, what is shown, where the focus is. */
export class MapView {
  readonly element = el('div', {
    id: 'map',
    class: 'map',
    role: 'group',
    'aria-label': 'Map of the mesh. Arrow keys move along it, Enter shows details.',
    'aria-roledescription': 'map',
  });
  readonly viewport: Viewport;
  private readonly window = el('div', { class: 'window' });
  private readonly canvas = el('div', { class: 'canvas' });
  private readonly note = new WayNote();
  private readonly painter: Painter;
  private readonly heads: ColumnHeads;
  private collapsed: Set<string>;
  private now = Arrangement.nothing();
  private readonly widths = lazily(textWidths);
  /** The width of the window that the columns were made for. */
  private room = 0;
  /** What the map was moved to last: after a resize, it is moved there again. */
  private framing: Framing = wholeWidth;
  /** The nodes that pass the filter; undefined for all. */
  private shown: ReadonlySet<string> | undefined;
  private way: Way | undefined;
  /** Whether all that is not on the way is collapsed, because the way would not be seen whole otherwise. */
  private isCondensed = false;
  private isPrinting = false;
  private focused: string | undefined;
  private selected: string | undefined;
  /** The nodes that are pointed at for as long as the panel is about them, and those that are pointed at now. */
  private marked: readonly string[] = [];
  private pointed: ReadonlySet<string> = new Set();

  constructor(
    private map: MeshMap,
    private readonly events: MapEvents,
  ) {
    this.collapsed = collapsedAtFirst(map);
    this.heads = new ColumnHeads((x) => this.showColumn(x));
    this.window.append(this.canvas);
    this.element.append(this.heads.element, this.window, this.note.element);
    this.painter = new Painter(this.canvas, this.widths, {
      onToggle: (lane) => this.toggle(lane),
      onCard: (id, element) => this.dress(id, element),
    });
    this.viewport = new Viewport(this.window, this.canvas, {
      onMove: (viewport) => this.moved(viewport),
      onResize: () => this.resized(),
    });
    this.element.addEventListener('click', (event) => this.clicked(event));
    this.element.addEventListener('focusin', (event) => this.focusMoved(event));
  }

  /** Draws the map for the first time; the element must be in the page. */
  start(): void {
    this.reframe(wholeWidth);
  }

  /** Shows the map of another mesh in the place of this one. What is collapsed, looked at and seen stays. */
  replace(map: MeshMap, shown: ReadonlySet<string> | undefined, way: Way | undefined): void {
    const kept = this.selected ?? this.focusedCard?.nodes[0]?.id;
    const before = this.now.boxOf(kept);
    Object.assign(this, { map, shown, way });
    this.draw((viewport) => {
      const after = this.now.boxOf(kept);
      if (before && after) {
        viewport.panBy(0, (before.y - after.y) * viewport.scale);
      }
    });
  }

  /** Shows other nodes, for a filter. */
  filter(shown: ReadonlySet<string> | undefined): void {
    this.shown = shown;
    this.reframe(wholeWidth);
  }

  /** Collapses all namespaces, or expands them if all are collapsed. */
  toggleAll(): void {
    const areAll = this.now.laneNames.every((name) => this.collapsed.has(name));
    this.collapsed = new Set(areAll ? [] : this.now.laneNames);
    this.isCondensed = false;
    this.reframe(wholeWidth);
  }

  /** Whether a node passes the filter. */
  shows(id: string): boolean {
    return this.shown?.has(id) ?? true;
  }

  /** Lights up the way of a request, or none. What is on it is drawn even where namespaces are collapsed. */
  light(way: Way | undefined): void {
    this.way = way;
    this.isCondensed = false;
    this.reframe(way ? this.frameWay : wholeWidth);
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
    const box = this.now.boxOf(node?.id);
    if (!box || card === undefined) {
      return;
    }
    if (this.viewport.scale < FAR) {
      this.viewport.zoomBy(1 / this.viewport.scale);
    }
    this.viewport.reveal(box, REVEALED);
    if (options.focus) {
      this.focus(card);
    } else {
      this.focused = card;
      this.markCurrent();
    }
  }

  /** Points at nodes while the pointer is over words about them. */
  point(ids: readonly string[]): void {
    this.pointed = this.now.cardsOf(ids.length > 0 ? ids : this.marked);
    this.dressAll();
  }

  /** Points at nodes until other ones are pointed at, and moves the map so that they are seen. */
  mark(ids: readonly string[]): void {
    this.marked = ids;
    this.point([]);
    const box = this.now.boxAround(ids);
    if (box) {
      this.viewport.measure();
      this.viewport.reveal(box, REVEALED);
    }
  }

  fit(): void {
    this.reframe(wholeWidth, { isSame: true });
  }

  /** Shows all of the map, however small. */
  fitAll(): void {
    this.reframe(wholeMap, { isSame: true });
  }

  /** Draws the map, and moves to a part of it; again when the window changes, until somebody moves the map. */
  private reframe(framing: Framing, { isSame = false }: { readonly isSame?: boolean } = {}): void {
    this.framing = framing;
    this.viewport.measure();
    if (isSame && this.room === this.viewport.width) {
      framing(this.viewport, this.now.layout);
    } else {
      this.draw(framing);
    }
  }

  private readonly frameWay: Framing = (viewport, layout) => {
    const box = this.way && this.now.boxAround(this.way.nodes.keys());
    const framing = box ? wholeBox(box) : wholeWidth;
    framing(viewport, layout);
  };

  private resized(): void {
    const { viewport, room, scene, selected, isPrinting } = this;
    if (isPrinting) {
      return;
    }
    if (viewport.isFramed && room !== 0 && room !== viewport.width && !isHuge(scene)) {
      this.draw(this.framing);
    }
    const box = this.now.boxOf(selected);
    if (box) {
      viewport.reveal(box, REVEALED);
    }
  }

  /** Moves the focus along the map. @returns whether there is somewhere to go */
  move(direction: Direction): boolean {
    const from = this.focused;
    const next =
      from === undefined || !this.scene.cards.has(from)
        ? this.scene.cards.keys().next().value
        : cardTowards(this.now, from, direction);
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
    if (this.isCondensed) {
      this.isCondensed = false;
      this.collapsed = this.allLanes;
    }
    if (!this.collapsed.delete(lane)) {
      this.collapsed.add(lane);
    }
    const hadFocus = this.element.contains(document.activeElement);
    const before = this.now.topOf(lane);
    this.draw();
    this.viewport.panBy(0, (before - this.now.topOf(lane)) * this.viewport.scale);
    if (hadFocus) {
      this.focus([...this.scene.cards.values()].find((card) => card.lane === lane)?.id);
    }
  }

  /** Draws all of the map for a sheet of paper, or for the window again. */
  print(isPrinting: boolean): void {
    this.isPrinting = isPrinting;
    this.draw(isPrinting ? undefined : this.framing);
    if (isPrinting) {
      this.painter.drawAll();
      fitPaper(this.element, this.now.layout);
    }
  }

  private get focusedCard(): Card | undefined {
    return this.focused === undefined ? undefined : this.scene.cards.get(this.focused);
  }

  private focus(card: string | undefined): void {
    const box = card === undefined ? undefined : this.now.layout.boxes.get(card);
    if (card === undefined || !box) {
      return;
    }
    this.focused = card;
    if (this.viewport.scale < FAR) {
      this.viewport.zoomBy(READABLE / this.viewport.scale);
    }
    this.markCurrent();
    this.focusElement(card);
    this.viewport.reveal(box, 60);
  }

  private get scene(): Scene {
    return this.now.scene;
  }

  private get allLanes(): Set<string> {
    return new Set(this.map.nodes.map(({ namespace }) => namespace));
  }

  private chosen(): Scene {
    const { shown, selected, way } = this;
    const single = new Set([...(way?.nodes.keys() ?? []), ...(selected === undefined ? [] : [selected])]);
    const lanes = way && lanesOnWay(this.map, way);
    this.note.show(lanes ? 'other namespaces' : this.isCondensed ? 'other parts' : undefined);
    const collapsed = this.isCondensed ? this.allLanes : this.collapsed;
    return sceneOf(this.map, { collapsed, shown, single, lanes });
  }

  private arrange(): void {
    const scene = this.chosen();
    const room = this.isPrinting ? PAPER : roomIn(this.viewport, scene, this.way !== undefined);
    this.now = Arrangement.of(scene, this.widths(), room);
  }

  /** @param framing moves the map before it is drawn, so that nothing is drawn in vain */
  private draw(framing?: Framing): void {
    this.viewport.measure();
    this.room = this.viewport.width;
    this.arrange();
    const box = this.way && this.now.boxAround(this.way.nodes.keys());
    if (box && !isReadable(box, this.viewport) && !this.isCondensed) {
      this.isCondensed = true;
      this.arrange();
    }
    const { way } = this;
    const { scene, layout, columns } = this.now;
    this.canvas.classList.toggle('is-tight', !columns.hasGlyphs);
    this.heads.show(scene.columns, columns.places);
    this.viewport.extent = layout;
    framing?.(this.viewport, layout);
    this.pointed = this.now.cardsOf(this.marked);
    const hadFocus = cardUnder(document.activeElement) !== undefined;
    this.painter.show({ scene, layout, columns, way: way && wayOnScene(scene, way) }, this.viewport);
    this.markCurrent();
    if (hadFocus) {
      this.focusElement(this.focused);
    }
  }

  private focusElement(card: string | undefined): void {
    const element = card === undefined ? undefined : this.painter.cards.element(card);
    if (element instanceof HTMLElement) {
      element.focus({ preventScroll: true });
    }
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
    this.dressAll();
  }

  private dressAll(): void {
    for (const [id, element] of this.painter.cards.shown) {
      this.dress(id, element);
    }
  }

  /** What of a card changes while it is drawn. */
  private dress(id: string, element: Element): void {
    const { scene, selected } = this;
    element.setAttribute('tabindex', id === this.focused ? '0' : '-1');
    element.classList.toggle('selected', selected !== undefined && scene.cardOf.get(selected) === id);
    element.classList.toggle('pointed', this.pointed.has(id));
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
    const left = this.now.columns.places[place]?.x ?? 0;
    this.viewport.panBy(20 - (x + left * scale), 0);
  }
}

function cardUnder(target: EventTarget | null): string | undefined {
  const card = target instanceof Element ? target.closest('.card') : null;
  return card?.getAttribute('data-id') ?? undefined;
}
