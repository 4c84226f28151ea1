import { button, counted, el } from '../dom/elements';
import { icon } from '../dom/icons';
import type { PageData, PageFinding } from '../page-data';
import { type FindingGroup, groupsOf, withoutRemedy } from './finding-groups';
import { type FindingsLook, findingsList, LEVEL_ORDER, lookOf } from './findings-list';

/** Fewer findings than these are all open. */
const FEW = 8;

export interface GroupedLook extends FindingsLook {
  readonly codes: PageData['codes'];
  /** The codes that the map is filtered by. */
  readonly chosen: readonly string[];
  /** Filters the map by a code, or no longer. */
  onFilter(code: string): void;
  /** Whether anything on the map has findings of a code. */
  isOnMap(code: string): boolean;
}

/** All findings by level and code. What is the same of all findings of a code is said once. */
export function groupedFindings(findings: readonly PageFinding[], look: GroupedLook): HTMLElement[] {
  const groups = groupsOf(findings);
  return LEVEL_ORDER.flatMap((level) => {
    const own = groups.filter((group) => group.level === level);
    const { icon: name, tone, noun } = lookOf(level);
    const count = own.reduce((sum, group) => sum + group.findings.length, 0);
    return count === 0
      ? []
      : [
          el(
            'section',
            { class: `level ${tone}` },
            el('h4', {}, icon(name), counted(count, noun)),
            ...own.map((group) => groupElement(group, findings.length <= FEW, look)),
          ),
        ];
  });
}

function groupElement(group: FindingGroup, isOpen: boolean, look: GroupedLook): HTMLElement {
  const { codes, findings, remedy } = group;
  const [code = ''] = codes;
  const summary = look.codes[code];
  const list = findingsList(findings, {
    ...look,
    hasNoCodes: true,
    messageOf: ({ message }) => withoutRemedy(message, remedy),
  });
  const isChosen = look.chosen.includes(code);
  const filter = button(
    {
      class: 'icon-button group-filter',
      'aria-pressed': String(isChosen),
      'aria-label': `Show only the ways with ${code} on the map`,
      title: 'Show only these on the map',
    },
    () => look.onFilter(code),
    icon('filter'),
  );
  const details = el(
    'details',
    { class: 'finding-group', open: isOpen || findings.some((one) => look.added?.has(one)) },
    el(
      'summary',
      {},
      icon('chevron', 'turns'),
      el('span', { class: 'group-code' }, codes.join(', ')),
      el('span', { class: 'group-count' }, String(findings.length)),
      summary !== undefined && el('span', { class: 'group-words' }, summary),
    ),
    remedy !== '' && el('p', { class: 'remedy' }, `${sentence(remedy)}`),
    list,
  );
  return el('div', { class: 'group-row' }, details, look.isOnMap(code) && filter);
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
