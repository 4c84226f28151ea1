import { svg } from '../dom/elements';

/** A short line as wires of this kind are drawn. */
export function lineSample(kind: string): SVGSVGElement {
  const group = svg('g', { class: `wire ${kind}` }, svg('path', { d: 'M2 6H38' }));
  return svg(
    'svg',
    { class: 'line-sample', viewBox: '0 0 40 12', width: 40, height: 12, 'aria-hidden': 'true' },
    group,
  );
}
