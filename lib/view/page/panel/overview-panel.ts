import { nameOf } from '../../../routing/words/describe-parts';
import { button, counted, el } from '../dom/elements';
import { icon } from '../dom/icons';
import { changesParts } from '../edit/changes-part';
import type { EditState } from '../edit/edit-bar';
import type { LoadedMesh } from '../loaded-mesh';
import type { PageData, PageFinding } from '../page-data';
import { findingsList } from './findings-list';
import { type PanelContent, section } from './panel';

export interface OverviewEvents {
  onGo(node: string): void;
  onAdd(): void;
}

/**
 * The mesh as a whole: what could not be read, what `check` says, and what is left out.
 *
 * @param state what was edited, if something was
 */
export function overviewPanel(
  mesh: LoadedMesh,
  state: EditState | undefined,
  { onGo, onAdd }: OverviewEvents,
): PanelContent {
  const { map, findings, data } = mesh;
  const nodeOf = nodesOfFindings(mesh);
  const lead = (finding: PageFinding) => {
    const node = nodeOf.get(finding);
    return node === undefined ? undefined : () => onGo(node);
  };
  return {
    kind: 'The mesh of',
    title: data.paths.join(', '),
    body: [
      el('ul', { class: 'facts' }, ...factsOf(mesh).map((fact) => el('li', {}, fact))),
      el(
        'div',
        { class: 'actions' },
        button({ class: 'small', title: 'Add objects (n)' }, onAdd, icon('plus'), 'Add objects'),
      ),
      ...(state ? changesParts(mesh, state, onGo) : []),
      data.problems.length > 0 && section('Could not be read', problemList(data)),
      section(
        'What check says',
        findings.length > 0
          ? findingsList(findings, lead, new Set(state?.findings?.added))
          : el('p', { class: 'quiet' }, 'Nothing: no mistakes were found.'),
      ),
      map.ignored.length > 0 &&
        section(
          'Without effect',
          el('p', { class: 'quiet' }, 'istiod would reject these objects:'),
          el(
            'ul',
            { class: 'reasons' },
            ...map.ignored.map(({ object, because }) =>
              el('li', {}, el('b', {}, nameOf(object)), `: ${because}`),
            ),
          ),
        ),
    ],
  };
}

function problemList({ problems }: PageData): HTMLElement {
  return el(
    'ul',
    { class: 'findings' },
    ...problems.map(({ file, line, message }) =>
      el(
        'li',
        { class: 'finding bad' },
        el(
          'div',
          { class: 'finding-body' },
          el('span', { class: 'finding-head' }, icon('error'), el('b', {}, `${file}:${line}`)),
          el('span', { class: 'finding-words' }, message),
        ),
      ),
    ),
  );
}

/** The first node that each finding is about. */
function nodesOfFindings({ map, findings }: LoadedMesh): Map<PageFinding, string> {
  const nodeOf = new Map<PageFinding, string>();
  for (const { id, findings: places } of map.nodes) {
    for (const place of places) {
      const finding = findings[place];
      if (finding && !nodeOf.has(finding)) {
        nodeOf.set(finding, id);
      }
    }
  }
  return nodeOf;
}

function factsOf({ data, objectCount, map, otherKinds }: LoadedMesh): string[] {
  const namespaces = new Set(map.nodes.map(({ namespace }) => namespace).filter((name) => name !== ''));
  const others = [...otherKinds()].map(([kind, count]) => `${count} ${kind}`);
  return [
    `${counted(objectCount, 'object')} in ${counted(data.files.length, 'file')}, ${counted(namespaces.size, 'namespace')} on the map`,
    ...(others.length > 0 ? [`no say in requests: ${others.join(', ')}`] : []),
    ...(data.skipped > 0
      ? [
          data.skipped === 1
            ? '1 document is not a Kubernetes object'
            : `${data.skipped} documents are not Kubernetes objects`,
        ]
      : []),
  ];
}
