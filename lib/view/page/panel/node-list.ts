import type { MapNode } from '../../map/map-types';
import { glyphOf } from '../cards/card-element';
import { button, el } from '../dom/elements';
import { icon } from '../dom/icons';
import type { PanelEvents } from './panel-events';

const MOST = 8;

/** Nodes to go to; of many, the first ones, until all are asked for. */
export function nodeList(
  nodes: readonly MapNode[],
  events: Pick<PanelEvents, 'onGo' | 'onPoint'>,
): HTMLElement {
  const list = el(
    'ul',
    { class: 'neighbours' },
    ...nodes.slice(0, MOST).map((node) => nodeItem(node, events)),
  );
  const rest = nodes.slice(MOST);
  if (rest.length === 0) {
    return list;
  }
  const more = button(
    { class: 'link' },
    () => {
      list.append(...rest.map((node) => nodeItem(node, events)));
      more.remove();
    },
    `and ${rest.length} more`,
  );
  return el('div', {}, list, more);
}

function nodeItem(
  { id, kind, label, namespace }: MapNode,
  { onGo, onPoint }: Pick<PanelEvents, 'onGo' | 'onPoint'>,
): HTMLElement {
  const lead = button(
    { class: 'neighbour', title: `${kind} ${label}` },
    () => onGo(id),
    icon(glyphOf(kind)),
    el('span', {}, label),
    namespace !== '' && el('span', { class: 'neighbour-note' }, namespace),
  );
  lead.addEventListener('pointerenter', () => onPoint([id]));
  lead.addEventListener('pointerleave', () => onPoint([]));
  return el('li', {}, lead);
}
