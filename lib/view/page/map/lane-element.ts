import { button, counted, el } from '../dom/elements';
import { icon } from '../dom/icons';
import type { LanePlace } from '../layout/layout-types';
import type { Lane } from './scene';

/** The background of a namespace, and its name, which collapses it. */
export function laneElement(
  { name, isCollapsed, nodes }: Lane,
  place: LanePlace,
  width: number,
  onToggle: (lane: string) => void,
): HTMLElement {
  const shown = name === '' ? 'everywhere in the mesh' : name;
  const head = button(
    {
      class: 'lane-head',
      'aria-expanded': String(!isCollapsed),
      tabindex: -1,
      title: `${isCollapsed ? 'Expand' : 'Collapse'} ${shown}`,
    },
    () => onToggle(name),
    icon('chevron', 'turns'),
    el('span', { class: 'lane-name' }, shown),
    el('span', { class: 'lane-count' }, counted(nodes.length, 'part')),
  );
  const element = el('section', { class: 'lane', 'data-lane': name, 'aria-label': shown }, head);
  element.style.transform = `translate(0px, ${place.y}px)`;
  element.style.width = `${width}px`;
  element.style.height = `${place.height}px`;
  return element;
}
