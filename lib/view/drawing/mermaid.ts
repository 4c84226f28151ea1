import { groupedBy } from '../../manifests/collections';
import type { Drawing, DrawnEdge, DrawnNode } from './graph';
import { mermaidLabel } from './mermaid-text';

/** The brackets around the label of each kind of node. */
const SHAPES: Readonly<Record<DrawnNode['column'], readonly [string, string]>> = {
  request: ['>', ']'],
  entrance: ['([', '])'],
  server: ['[', ']'],
  host: ['{{', '}}'],
  route: ['(', ')'],
  destination: ['[', ']'],
  service: ['[[', ']]'],
  workload: ['[', ']'],
  answer: ['([', '])'],
};

/** Borders, which can be seen on a dark page and on a light one. */
const LOOKS: Readonly<Record<NonNullable<DrawnNode['look']>, string>> = {
  broken: 'stroke:#d1242f,stroke-width:3px',
  denied: 'stroke:#d1242f,stroke-width:3px',
  unmodelled: 'stroke:#9a6700,stroke-width:2px,stroke-dasharray:6 3',
  guarded: 'stroke:#1a7f37,stroke-width:3px',
  unreached: 'stroke:#808080,stroke-dasharray:3 3',
};

/** A drawing as the text of a Mermaid flowchart. */
export function mermaidOf({ nodes, edges }: Drawing): string {
  const names = new Map(nodes.map(({ id }, i) => [id, `n${i + 1}`]));
  const nodeLine = ({ id, column, lines, look }: DrawnNode) => {
    const [open, close] = SHAPES[column];
    return `${names.get(id)}${open}${mermaidLabel(lines)}${close}${look ? `:::${look}` : ''}`;
  };
  const byNamespace = groupedBy(nodes, ({ namespace }) => namespace);
  const grouped = [...byNamespace].flatMap(([namespace, group], i) =>
    namespace === ''
      ? group.map((node) => `  ${nodeLine(node)}`)
      : [
          `  subgraph s${i + 1}[${mermaidLabel([`namespace ${namespace}`])}]`,
          ...group.map((node) => `    ${nodeLine(node)}`),
          '  end',
        ],
  );
  const looks = new Set(nodes.flatMap(({ look }) => look ?? []));
  return [
    'flowchart LR',
    ...grouped,
    ...inOrder(edges, [...names.keys()]).map(
      (edge) => `  ${names.get(edge.from)} ${arrowOf(edge)} ${names.get(edge.to)}`,
    ),
    ...[...looks].sort().map((look) => `  classDef ${look} ${LOOKS[look]}`),
  ].join('\n');
}

/** In the order of the nodes. */
function inOrder(edges: readonly DrawnEdge[], ids: readonly string[]): readonly DrawnEdge[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  const place = (id: string) => places.get(id) ?? 0;
  return [...edges].sort((a, b) => place(a.from) - place(b.from) || place(a.to) - place(b.to));
}

function arrowOf({ shares, mirrors, encryptions, isBroken }: DrawnEdge): string {
  const isCopy = mirrors.length > 0 && shares.length === 0;
  const words = [
    ...shares.map(percent),
    ...mirrors.map((share) => (share === 1 ? 'copies' : `copies of ${percent(share)}`)),
    ...encryptions,
    ...(isBroken ? ['fails'] : []),
  ];
  const arrow = isBroken ? '--x' : isCopy ? '-.->' : '-->';
  return words.length === 0 ? arrow : `${arrow}|${mermaidLabel([words.join(', ')])}|`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
