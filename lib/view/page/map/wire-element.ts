import { svg } from '../dom/elements';
import type { Box, Point } from '../layout/layout-types';
import type { Wire } from './scene';

/** The way of a line from card to card, and the area that it takes. */
export interface WirePath {
  readonly d: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly label: Point;
}

const CURVE = 0.55;

/** A line from the right side of a card to the left side of another one, through the points where it passes columns. */
export function wirePath(from: Box, to: Box, bends: readonly Point[] = []): WirePath {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  if (end.x < start.x) {
    return backPath(start, end, from.y + from.height + 4);
  }
  const points = [start, ...bends, end];
  const parts = points.slice(1).map((point, i) => curve(points[i] ?? start, point));
  const ys = points.map(({ y }) => y);
  return {
    d: `M${start.x} ${start.y}${parts.join('')}`,
    left: start.x,
    right: end.x,
    top: Math.min(...ys),
    bottom: Math.max(...ys),
    label: { x: end.x - 6, y: end.y },
  };
}

/** Lines that go far up or down share an upright stretch, so that many of them stay readable. */
const STEEP = 96;
const ROUND = 8;
/** How far from the card that shared stretch is. */
const TRUNK = 13;

function curve(from: Point, to: Point): string {
  const dy = to.y - from.y;
  if (dy === 0) {
    return `H${to.x}`;
  }
  if (Math.abs(dy) < STEEP) {
    const reach = (to.x - from.x) * CURVE;
    return `C${from.x + reach} ${from.y} ${to.x - reach} ${to.y} ${to.x} ${to.y}`;
  }
  const middle = from.x + TRUNK;
  const turn = dy > 0 ? ROUND : -ROUND;
  return (
    `H${middle - ROUND}Q${middle} ${from.y} ${middle} ${from.y + turn}` +
    `V${to.y - turn}Q${middle} ${to.y} ${middle + ROUND} ${to.y}H${to.x}`
  );
}

const LOOP = 22;

/** A line that leads back: below the card that it comes from, and round to the left side of the other one. */
function backPath(start: Point, end: Point, below: number): WirePath {
  const [right, left] = [start.x + LOOP, end.x - LOOP];
  const d =
    `M${start.x} ${start.y}C${right} ${start.y} ${right} ${below} ${start.x} ${below}` +
    `H${end.x}C${left} ${below} ${left} ${end.y} ${end.x} ${end.y}`;
  const [top, bottom] = [Math.min(start.y, end.y), Math.max(below, end.y)];
  return { d, left, right, top, bottom, label: { x: start.x - 8, y: below } };
}

/** The line, and the share beside it. */
export function wireElement(wire: Wire, path: WirePath, step: number | undefined): SVGGElement {
  const { encryption, isBroken, isBack, isMirror, label } = wire;
  const classes = [
    'wire',
    encryption ? `is-${encryption.replaceAll(' ', '-').toLowerCase()}` : 'inside',
    ...(isBroken ? ['is-broken'] : []),
    ...(isBack ? ['is-back'] : []),
    ...(isMirror ? ['is-mirror'] : []),
    ...(step === undefined ? [] : ['on-way']),
  ];
  const group = svg('g', { class: classes.join(' ') }, svg('path', { d: path.d }));
  if (step !== undefined) {
    group.style.setProperty('--step', String(step));
  }
  if (label !== '') {
    group.append(svg('text', { x: path.label.x, y: path.label.y - 5, 'text-anchor': 'end' }, label));
  }
  return group;
}
