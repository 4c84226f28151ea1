import { svg } from './elements';

/** Icons of 16 by 16, as paths of strokes. Where the colour of a mark says something, its shape says the same. */
const PATHS = {
  // What nodes stand for.
  entrance: 'M9 2.5h4.5v11H9M2 8h7.5M6.5 5l3 3-3 3',
  sidecars: 'M2.5 3.5h7v7h-7zM12 5.5v7h-6.5',
  server: 'M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01',
  host: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M1.9 8h12.2M8 1.8c-4 4-4 8.4 0 12.4M8 1.8c4 4 4 8.4 0 12.4',
  route: 'M2 8h4c3 0 2-4.5 5-4.5h3M6 8c3 0 2 4.5 5 4.5h3M12 1.5l2 2-2 2M12 10.5l2 2-2 2',
  destination:
    'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 1 0 0-4.8',
  subset: 'M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3',
  service: 'M8 1.6l5.6 3.2v6.4L8 14.4l-5.6-3.2V4.8zM8 5.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 1 0 0-5.2',
  workload: 'M8 1.8l5.6 3v6.4L8 14.2l-5.6-3V4.8zM2.4 4.8L8 7.8l5.6-3M8 7.8v6.4',
  outside: 'M4.5 12.5h7a2.8 2.8 0 0 0 .4-5.6 4 4 0 0 0-7.7-.6 3.1 3.1 0 0 0 .3 6.2z',
  // How hops are encrypted.
  'mutual TLS': 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5M6.2 10.5h.01M9.8 10.5h.01',
  TLS: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5M8 10v1.5',
  plaintext: 'M3.5 7.5h9v6h-9zM5.5 7.5V4.5a2.5 2.5 0 0 1 4.8-.9',
  mixed: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5M3.5 13.5l9-6',
  unknown: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 2-2.4M10.5 7.5V6',
  // What policies do.
  guarded: 'M8 1.8l5.2 2v4c0 3.2-2.1 5.2-5.2 6.4-3.1-1.2-5.2-3.2-5.2-6.4v-4zM5.6 8l1.8 1.8 3-3.4',
  open: 'M8 1.8l5.2 2v4c0 3.2-2.1 5.2-5.2 6.4-3.1-1.2-5.2-3.2-5.2-6.4v-4z',
  denied: 'M8 1.8l5.2 2v4c0 3.2-2.1 5.2-5.2 6.4-3.1-1.2-5.2-3.2-5.2-6.4v-4zM6 6l4 4M10 6l-4 4',
  // What is wrong.
  error: 'M5.3 1.8h5.4l3.5 3.5v5.4l-3.5 3.5H5.3l-3.5-3.5V5.3zM8 4.8v3.8M8 11.2h.01',
  warning: 'M8 2l6.4 11.5H1.6zM8 6v3.5M8 11.6h.01',
  note: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M8 7.4v3.8M8 4.8h.01',
  broken:
    'M6.5 9.5l3-3M7 4.5l1.4-1.4a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.4 1.4a3.2 3.2 0 0 1-4.5-4.5L4.5 7M3 3l2 2M13 13l-2-2',
  unmodelled:
    'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 1 0 8 1.8M6 6.2a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.5M8 11.6h.01',
  unreached: 'M2 8h4M8.5 8h.01M11 8h.01M13.5 8h.01M4.5 5.5L2 8l2.5 2.5',
  // What was done here.
  edited: 'M2.5 13.5l.7-3.2 7.8-7.8 2.5 2.5-7.8 7.8zM9.5 4l2.5 2.5',
  // What buttons do.
  chevron: 'M6 3.5L10.5 8 6 12.5',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  search: 'M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 1 0 0-9.6M10.6 10.6l3.4 3.4',
  help: 'M6 6.2a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.5M8 11.8h.01',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3',
  link: 'M6.5 9.5l3-3M7 4.5l1.4-1.4a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.4 1.4a3.2 3.2 0 0 1-4.5-4.5L4.5 7',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  collapse: 'M4 6l4-3.5L12 6M4 10l4 3.5 4-3.5M2 8h12',
  expand: 'M4 5.5L8 2l4 3.5M4 10.5L8 14l4-3.5M2 8h12',
  legend: 'M2.5 4h2v2h-2zM2.5 10h2v2h-2zM7 5h6.5M7 11h6.5',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  filter: 'M2.5 3.5h11L9.5 8.5v4l-3 1.5V8.5z',
  object: 'M4 1.8h5.5L12.5 5v9.2H4zM9.2 2v3.2h3.2M6.3 8h4M6.3 10.8h4',
  list: 'M2.5 4h11M2.5 8h11M2.5 12h7',
} as const;

export type IconName = keyof typeof PATHS;

/** Hidden from screen readers: words beside it, or the label of its button, say the same. */
export function icon(name: IconName, className = ''): SVGSVGElement {
  const path = svg('path', { d: PATHS[name] });
  return svg('svg', { class: `icon ${className}`.trim(), viewBox: '0 0 16 16', 'aria-hidden': 'true' }, path);
}
