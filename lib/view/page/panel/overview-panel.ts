import { nameOf } from '../../../routing/words/describe-parts';
import { counted, el } from '../dom/elements';
import { icon } from '../dom/icons';
import type { LoadedMesh } from '../loaded-mesh';
import type { PageFinding } from '../page-data';
import { findingsList } from './findings-list';
import { type PanelContent, section } from './panel';

/** The mesh as a whole: what could not be read, what `check` says, and what is left out. */
export function overviewPanel(mesh: LoadedMesh, onGo: (node: string) => void): PanelContent {
  const { map, findings, data } = mesh;
  const nodeOf = new Map<PageFinding, string>();
  for (const { id, findings: places } of map.nodes) {
    for (const place of places) {
      const finding = findings[place];
      if (finding && !nodeOf.has(finding)) {
        nodeOf.set(finding, id);
      }
    }
  }
  const lead = (finding: PageFinding) => {
    const node = nodeOf.get(finding);
    return node === undefined ? undefined : () => onGo(node);
  };
  return {
    kind: 'The mesh of',
    title: data.paths.join(', '),
    body: [
      el('ul', { class: 'facts' }, ...factsOf(mesh).map((fact) => el('li', {}, fact))),
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
                  el('span', { class: 'finding-head' }, icon('error'), el('b', {}, `${file}:${line}`)),
                  el('span', { class: 'finding-words' }, message),
                ),
              ),
            ),
          ),
        ),
      section(
        'What check says',
        findings.length > 0
          ? findingsList(findings, lead)
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
