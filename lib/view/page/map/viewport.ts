import { listen } from '../dom/elements';
import type { Box } from '../layout/layout-types';

const SMALLEST = 0.04;
const LARGEST = 2.5;
const WHEEL_SPEED = 0.0016;
/** How long after the last move the text is drawn sharply again, in milliseconds. */
const REST = 140;

/** So much of the map always stays in view, in pixels of the screen. */
const KEPT = 100;

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface ViewportEvents {
  /** Called once in each frame that moved. */
  onMove(viewport: Viewport): void;
  onResize(): void;
}

/** Which part of the map is seen, and how large. A move changes one transform, and nothing else. */
export class Viewport {
  x = 0;
  y = 0;
  scale = 1;
  /** The size of the window onto the map, in pixels of the screen. */
  width = 1;
  height = 1;

  /** Whether the map is where `show` put it: nobody has moved it since. */
  isFramed = false;

  /** How large the map is at its full size. */
  extent = { width: 0, height: 0 };

  private readonly pointers = new Map<number, PointerEvent>();
  private frame = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private hasDragged = false;

  /**
   * @param frameElement what the user sees the map through
   * @param canvas what moves behind it
   */
  constructor(
    private readonly frameElement: HTMLElement,
    private readonly canvas: HTMLElement,
    private readonly events: ViewportEvents,
  ) {
    listen(frameElement, {
      pointerdown: (event) => this.press(event),
      pointermove: (event) => this.drag(event),
      pointerup: (event) => this.release(event),
      pointercancel: (event) => this.release(event),
    });
    // A click after a drag is not a click on what is below.
    frameElement.addEventListener('click', (event) => this.hasDragged && event.stopPropagation(), true);
    frameElement.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    new ResizeObserver(() => this.resize()).observe(frameElement);
    this.measure();
    this.moved();
  }

  /** What is seen, in the coordinates of the map. */
  get area(): Area {
    const { x, y, scale, width, height } = this;
    return { left: -x / scale, top: -y / scale, right: (width - x) / scale, bottom: (height - y) / scale };
  }

  panBy(dx: number, dy: number): void {
    this.isFramed = false;
    this.shiftBy(dx, dy);
  }

  /** Zooms so that a point of the screen stays where it is: the middle, unless another one is given. */
  zoomBy(factor: number, point = { x: this.width / 2, y: this.height / 2 }): void {
    const scale = Math.min(LARGEST, Math.max(SMALLEST, this.scale * factor));
    const ratio = scale / this.scale;
    this.x = point.x - (point.x - this.x) * ratio;
    this.y = point.y - (point.y - this.y) * ratio;
    this.scale = scale;
    this.isFramed = false;
    this.moved();
  }

  show(x: number, y: number, scale: number): void {
    Object.assign(this, { x, y, scale });
    this.isFramed = true;
    this.moved();
  }

  /** Moves as little as is needed for a box to be seen whole, and then with a margin. */
  reveal({ x, y, width, height }: Box, margin = 48): void {
    this.measure();
    const { area, scale } = this;
    if (contains(area, { left: x, top: y, right: x + width, bottom: y + height })) {
      return;
    }
    const room = Math.min(margin / scale, Math.max(0, (area.right - area.left - width) / 2));
    const dx = shift(area.left, area.right, x - room, x + width + room);
    const dy = shift(area.top, area.bottom, y - room, y + height + room);
    if (dx !== 0 || dy !== 0) {
      this.shiftBy(dx * scale, dy * scale);
    }
  }

  private shiftBy(dx: number, dy: number): void {
    this.x += dx;
    this.y += dy;
    this.moved();
  }

  /** Shows a box whole, in the middle, not larger than life. */
  frameBox({ x, y, width, height }: Box, smallest: number, margin: number): void {
    this.measure();
    const fits = Math.min((this.width - 2 * margin) / width, (this.height - 2 * margin) / height, 1);
    const scale = Math.max(fits, smallest);
    const left = width * scale > this.width - 2 * margin ? margin : (this.width - width * scale) / 2;
    const top = height * scale > this.height - 2 * margin ? margin : (this.height - height * scale) / 2;
    this.show(left - x * scale, top - y * scale, scale);
  }

  private resize(): void {
    this.measure();
    this.moved();
    this.events.onResize();
  }

  /** Looks how large the window is. */
  measure(): void {
    const { width, height } = this.frameElement.getBoundingClientRect();
    Object.assign(this, { width: Math.max(1, width), height: Math.max(1, height) });
  }

  private moved(): void {
    this.x = within(this.x, KEPT - this.extent.width * this.scale, this.width - KEPT);
    this.y = within(this.y, KEPT - this.extent.height * this.scale, this.height - KEPT);
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.canvas.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
      this.events.onMove(this);
    });
    this.canvas.classList.add('moving');
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.canvas.classList.remove('moving'), REST);
  }

  private press(event: PointerEvent): void {
    this.hasDragged = false;
    if (event.button === 0) {
      this.pointers.set(event.pointerId, event);
    }
  }

  private drag(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      return;
    }
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    const isFar = this.hasDragged || Math.hypot(dx, dy) > 4;
    if (!isFar) {
      return;
    }
    if (!this.hasDragged) {
      this.hasDragged = true;
      this.frameElement.setPointerCapture(event.pointerId);
    }
    const other = [...this.pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    this.pointers.set(event.pointerId, event);
    if (other) {
      this.pinch(before, event, other);
    } else {
      this.panBy(dx, dy);
    }
  }

  private pinch(before: PointerEvent, now: PointerEvent, other: PointerEvent): void {
    const distance = (event: PointerEvent) =>
      Math.max(1, Math.hypot(event.clientX - other.clientX, event.clientY - other.clientY));
    const { left, top } = this.frameElement.getBoundingClientRect();
    this.panBy((now.clientX - before.clientX) / 2, (now.clientY - before.clientY) / 2);
    this.zoomBy(distance(now) / distance(before), {
      x: (now.clientX + other.clientX) / 2 - left,
      y: (now.clientY + other.clientY) / 2 - top,
    });
  }

  private release(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
  }

  /** The wheel pans, as it scrolls elsewhere; with Ctrl, and by a pinch on a trackpad, it zooms. */
  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      const { left, top } = this.frameElement.getBoundingClientRect();
      const speed = event.ctrlKey && Math.abs(event.deltaY) < 40 ? 6 : 1;
      this.zoomBy(Math.exp(-event.deltaY * unit * WHEEL_SPEED * speed), {
        x: event.clientX - left,
        y: event.clientY - top,
      });
    } else if (event.shiftKey && event.deltaX === 0) {
      this.panBy(-event.deltaY * unit, 0);
    } else {
      this.panBy(-event.deltaX * unit, -event.deltaY * unit);
    }
  }
}

export function contains(outer: Area, inner: Area): boolean {
  return (
    outer.left <= inner.left &&
    outer.right >= inner.right &&
    outer.top <= inner.top &&
    outer.bottom >= inner.bottom
  );
}

function within(value: number, least: number, most: number): number {
  return Math.max(Math.min(least, most), Math.min(value, Math.max(least, most)));
}

/** How far a range must move to be inside another one; its beginning counts if it is longer. */
function shift(start: number, end: number, from: number, to: number): number {
  if (from < start) {
    return start - from;
  }
  return to > end ? Math.max(end - to, start - from) : 0;
}
