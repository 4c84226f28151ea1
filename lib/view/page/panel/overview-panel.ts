import type { Manifest } from '../../../manifests/manifest';
import { nameOf } from '../../../routing/words/describe-parts';
import { type GroupedRef, keyOf } from '../../map/grouped-ref';
import { nameText } from '../../map/node-ids';
import { button, type Child, counted, el, fill } from '../dom/elements';
import { icon } from '../dom/icons';
import { changesParts } from '../edit/changes-part';
import type { EditState } from '../edit/edit-bar';
import { lastPart } from '../edit/workspace';
import { groupedFindings } from '../findings/grouped-findings';
import type { LoadedMesh } from '../loaded-mesh';
import { isPolicy, objectsByKind } from '../objects/mesh-objects';
import type { PageFinding } from '../page-data';
import { type PanelContent, section } from './panel';

export interface OverviewEvents {
  onGo(node: string): void;
  onObject(object: GroupedRef): void;
  onFilter(code: string): void;
  onAdd(): void;
}

export interface OverviewState {
  /** The codes that the map is filtered by. */
  readonly chosen: readonly string[];
  /** What was edited, if something was. */
  readonly edits: EditState | undefined;
}

/** The mesh as a whole: what could not be read, what `check` says, what there is, and what is left out. */
export function overviewPanel(mesh: LoadedMesh, state: OverviewState, events: OverviewEvents): PanelContent {
  const { map, data } = mesh;
  return {
    kind: 'The mesh of',
    title: data.paths.map(lastPart).join(', '),
    fullTitle: data.paths.join(', '),
    body: [
      el('ul', { class: 'facts' }, ...factsOf(mesh).map((fact) => el('li', {}, fact))),
      el(
        'div',
        { class: 'actions' },
        button(
          { class: 'small', title: 'Add objects (n)' },
          () => events.onAdd(),
          icon('plus'),
          'Add objects',
        ),
      ),
      ...(state.edits ? changesParts(mesh, state.edits, (object) => events.onObject(object)) : []),
      problemsPart(mesh),
      section('What check says', ...findingsPart(mesh, state, events)),
      objectsPart(mesh, events),
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

function problemsPart({ data, shortPaths }: LoadedMesh): Child {
  return (
    data.problems.length > 0 &&
    section(
      'Could not be read',
      el(
        'ul',
        { class: 'findings' },
        ...data.problems.map(({ file, line, message }) =>
          el(
            'li',
            { class: 'finding bad' },
            el(
              'div',
              { class: 'finding-body' },
              el(
                'span',
                { class: 'finding-head', title: `${file}:${line}` },
                icon('error'),
                el('b', {}, shortPaths(`${file}:${line}`)),
              ),
              el('span', { class: 'finding-words' }, message),
            ),
          ),
        ),
      ),
    )
  );
}

function findingsPart(
  mesh: LoadedMesh,
  { chosen, edits }: OverviewState,
  events: OverviewEvents,
): HTMLElement[] {
  const { map, findings, data, shortPaths } = mesh;
  if (findings.length === 0) {
    return [el('p', { class: 'quiet' }, 'It found no mistakes.')];
  }
  const nodeOf = new Map<PageFinding, string>();
  const onMap = new Set<string>();
  for (const { id, findings: places } of map.nodes) {
    for (const finding of places.flatMap((place) => findings[place] ?? [])) {
      nodeOf.set(finding, nodeOf.get(finding) ?? id);
      for (const code of finding.codes) {
        onMap.add(code);
      }
    }
  }
  return groupedFindings(findings, {
    shortPaths,
    codes: data.codes,
    chosen,
    added: new Set(edits && typeof edits.findings === 'object' ? edits.findings.added : []),
    isOnMap: (code) => onMap.has(code),
    onFilter: (code) => events.onFilter(code),
    leadTo: (finding) => {
      const node = nodeOf.get(finding);
      return () => (node === undefined ? events.onObject(finding.object) : events.onGo(node));
    },
  });
}

/** The objects that have a say in requests: first policies, with what they guard. */
function objectsPart(mesh: LoadedMesh, events: OverviewEvents): Child {
  const kinds = objectsByKind(mesh.objects());
  return (
    kinds.length > 0 &&
    section(
      'Objects',
      ...kinds.map(([kind, objects]) =>
        kindElement(kind, objects, (object) => objectItem(mesh, object, events)),
      ),
    )
  );
}

const FEW = 5;

/** Objects of a kind, which are listed when they are looked at: there may be thousands. */
function kindElement(
  kind: string,
  objects: readonly Manifest[],
  itemOf: (object: Manifest) => HTMLElement,
): HTMLElement {
  const list = el('ul', { class: 'neighbours' });
  const details = el(
    'details',
    { class: 'object-kind', open: objects.length <= FEW },
    el(
      'summary',
      {},
      icon('chevron', 'turns'),
      el('span', {}, kind),
      el('span', { class: 'group-count' }, String(objects.length)),
    ),
    list,
  );
  const show = () => fill(list, ...objects.map(itemOf));
  if (details.open) {
    show();
  } else {
    details.addEventListener('toggle', show, { once: true });
  }
  return details;
}

function objectItem(mesh: LoadedMesh, object: Manifest, events: OverviewEvents): HTMLElement {
  const held = isPolicy(object) ? (mesh.held().get(keyOf(object))?.length ?? 0) : undefined;
  return el(
    'li',
    {},
    button(
      { class: 'neighbour' },
      () => events.onObject(object),
      icon(isPolicy(object) ? 'guarded' : 'object'),
      el('span', {}, nameText(object)),
      held !== undefined && el('span', { class: 'neighbour-note' }, counted(held, 'workload')),
    ),
  );
}

function factsOf({ data, objectCount, map, otherKinds }: LoadedMesh): string[] {
  const namespaces = new Set(map.nodes.map(({ namespace }) => namespace).filter((name) => name !== ''));
  const others = [...otherKinds()].map(([kind, count]) => `${count} ${kind}`);
  return [
    `${counted(objectCount, 'object')} in ${counted(data.files.length, 'file')}, ${counted(namespaces.size, 'namespace')} on the map`,
    ...(others.length > 0 ? [`not checked or traced: ${others.join(', ')}`] : []),
    ...(data.skipped > 0
      ? [
          data.skipped === 1
            ? '1 document is not a Kubernetes object'
            : `${data.skipped} documents are not Kubernetes objects`,
        ]
      : []),
  ];
}
