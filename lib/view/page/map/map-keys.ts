import type { MapView } from './map-view';
import type { Direction } from './neighbours';

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** How far Shift and an arrow key move the map, in pixels. */
const STEP = 80;

const SHIFTS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [STEP, 0],
  ArrowRight: [-STEP, 0],
  ArrowUp: [0, STEP],
  ArrowDown: [0, -STEP],
};

/** Arrow keys move the focus along the map, and with Shift the map itself. */
export function listenToMapKeys(view: MapView): void {
  view.element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const shift = event.shiftKey ? SHIFTS[event.key] : undefined;
    const direction = DIRECTIONS[event.key];
    if (shift) {
      view.viewport.panBy(...shift);
    } else if (!direction || !view.move(direction)) {
      return;
    }
    event.preventDefault();
  });
}
