import { groupedBy } from '../../../manifests/collections';
import type { MeshMap } from '../../map/map-types';
import { encryptionMark, type Mark, markNamesOf, OTHER_MARKS } from '../cards/marks';
import { button, el, fill } from '../dom/elements';
import { icon } from '../dom/icons';
import { type Facet, isSameFacet } from './filter';

const MARKS: readonly Mark[] = [
  ...OTHER_MARKS.filter(({ icon: name }) => ['error', 'warning', 'note'].includes(name)),
  ...(['mutual TLS', 'TLS', 'plaintext', 'mixed', 'unknown'] as const).map(encryptionMark),
  ...OTHER_MARKS.filter(({ icon: name }) => !['error', 'warning', 'note'].includes(name)),
];

/** Shorter words than on the cards, as there is little room. */
const SHORT: Readonly<Record<string, string>> = {
  error: 'errors',
  warning: 'warnings',
  note: 'notes',
  mixed: 'mixed',
  unknown: 'not known',
  guarded: 'guarded',
  open: 'open',
  denied: 'denied',
  broken: 'fails',
  unmodelled: 'not modelled',
  unreached: 'unreached',
  edited: 'edited',
};

/** The legend below the map: the marks that the map has, each with its number. A click shows only the ways through them. */
export class LegendBar {
  readonly element = el('div', {
    class: 'legend',
    role: 'group',
    'aria-label': 'Legend; a mark filters the map',
  });

  private counts: ReadonlyMap<string, number> = new Map();

  constructor(
    map: MeshMap,
    private readonly onToggle: (facet: Facet) => void,
  ) {
    this.setMap(map);
  }

  /** Counts the marks of a map. */
  setMap({ nodes }: MeshMap): void {
    const byName = groupedBy(nodes.flatMap(markNamesOf), (name) => name);
    this.counts = new Map([...byName].map(([name, all]) => [name, all.length]));
  }

  show(chosen: readonly Facet[]): void {
    fill(
      this.element,
      ...MARKS.filter(({ icon: name }) => this.counts.has(name)).map(({ icon: name, tone, words }) => {
        const facet: Facet = { kind: 'mark', value: name };
        const isOn = chosen.some((one) => isSameFacet(one, facet));
        return button(
          { class: `legend-item ${tone}`, 'aria-pressed': String(isOn), title: `${words}: show only these` },
          () => this.onToggle(facet),
          icon(name),
          el('span', {}, SHORT[name] ?? words),
          el('span', { class: 'legend-count' }, String(this.counts.get(name))),
        );
      }),
    );
  }
}
