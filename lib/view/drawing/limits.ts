import { counted } from '../../catalogue/words';
import { groupedBy } from '../../manifests/collections';
import { type Drawing, type DrawnNode, regrouped } from './graph';
import { mermaidOf } from './mermaid';

/** GitHub does not draw a flowchart with more edges, or with a longer text. */
const MOST_EDGES = 500;
const MOST_CHARACTERS = 50_000;
/** A flowchart of more namespaces could not be read. */
const MOST_NAMESPACES = 40;

/** A drawing that GitHub draws: a large one shows fewer nodes, and says which nodes stand for several. */
export function withinLimits(drawing: Drawing): {
  readonly text: string;
  readonly leftOut: readonly string[];
} {
  for (const make of [same, byVirtualService, byNamespace]) {
    const made = make(drawing);
    const text = mermaidOf(made);
    if (made.edges.length <= MOST_EDGES && text.length <= MOST_CHARACTERS) {
      return { text, leftOut: made.leftOut };
    }
  }
  const made = firstNamespaces(drawing);
  return { text: mermaidOf(made), leftOut: made.leftOut };
}

function same(drawing: Drawing): Drawing {
  return drawing;
}

/** The routes of a VirtualService as one node. */
function byVirtualService(drawing: Drawing): Drawing {
  const made = regrouped(
    drawing,
    ({ id, column, namespace, owner, name }) =>
      column === 'route' ? `routes of ${namespace} ${owner ?? name}` : id,
    (group) => {
      const [first] = group;
      const { owner, name = '' } = first;
      return { ...first, lines: [owner ?? name, counted(group.length, 'route')] };
    },
  );
  return { ...made, leftOut: [...made.leftOut, 'the conditions of single routes'] };
}

const NOUNS: Readonly<Record<DrawnNode['column'], string>> = {
  request: 'request',
  entrance: 'entrance',
  server: 'Gateway server',
  host: 'host',
  route: 'route',
  destination: 'subset',
  service: 'Service',
  workload: 'workload',
  answer: 'answer',
};

/** The nodes of a namespace in a column as one. */
function byNamespace(drawing: Drawing): Drawing {
  const made = regrouped(
    drawing,
    ({ id, column, namespace }) => (column === 'entrance' ? id : `${column} in ${namespace}`),
    (group) => {
      const [first] = group;
      const looks = new Set(group.map(({ look }) => look));
      const { look: _, ...node } = first;
      const worst = (['broken', 'denied', 'unmodelled', 'guarded'] as const).find((look) => looks.has(look));
      const failing = group.filter(({ look }) => look === 'broken').length;
      const lines = [
        counted(group.length, NOUNS[first.column]),
        ...(failing > 0 ? [`${failing} of them broken`] : []),
      ];
      return { ...node, lines, ...(worst ? { look: worst } : {}) };
    },
  );
  return {
    ...made,
    edges: made.edges.map((edge) => ({ ...edge, shares: [], mirrors: [] })),
    leftOut: [...made.leftOut, 'the names and the weights inside each namespace'],
  };
}

/** The first namespaces, where there are too many to draw. */
function firstNamespaces(drawing: Drawing): Drawing {
  const made = byNamespace(drawing);
  const names = [...groupedBy(made.nodes, ({ namespace }) => namespace).keys()].filter((name) => name !== '');
  const kept = new Set(['', ...names.slice(0, MOST_NAMESPACES)]);
  const nodes = made.nodes.filter(({ namespace }) => kept.has(namespace));
  const ids = new Set(nodes.map(({ id }) => id));
  const edges = made.edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const unnamed = names.length - MOST_NAMESPACES;
  const undrawn = edges.length - MOST_EDGES;
  return {
    nodes,
    edges: edges.slice(0, MOST_EDGES),
    leftOut: [
      ...made.leftOut,
      ...(unnamed > 0 ? [counted(unnamed, 'namespace')] : []),
      ...(undrawn > 0 ? [counted(undrawn, 'connection')] : []),
    ],
  };
}
