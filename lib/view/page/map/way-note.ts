import { el, fill } from '../dom/elements';

/** What of the map is not shown because a way is. */
export type LeftOut = 'other namespaces' | 'other parts';

const WORDS: Readonly<Record<LeftOut, string>> = {
  'other namespaces': 'Only the namespaces on the way are shown. ',
  'other parts': 'What is not on the way is collapsed. ',
};

/** The words at the bottom of a map that is not shown whole. */
export class WayNote {
  readonly element = el('p', { class: 'map-note', hidden: true });

  show(leftOut: LeftOut | undefined): void {
    this.element.hidden = leftOut === undefined;
    if (leftOut) {
      fill(this.element, WORDS[leftOut], el('kbd', {}, 'Esc'), ' shows all.');
    }
  }
}
