import { groupedBy } from '../../../manifests/collections';
import {
  type Encryption,
  MAP_COLUMNS,
  type MapColumn,
  type MapEdge,
  type MapNode,
  type MeshMap,
} from '../../map/map-types';
import { commonMarks } from '../cards/marks';
import { counted } from '../dom/elements';
import { linkKey } from '../layout/layout-types';

/** What is drawn as one card: a node, or the nodes of a column of a namespace that is collapsed. */
export interface Card {
  readonly id: string;
  readonly column: MapColumn;
  readonly lane: string;
  readonly label: string;
  readonly detail: string;
  readonly marks: MapNode['marks'];
  /** One for a node that is drawn by itself. */
  readonly nodes: readonly MapNode[];
  readonly isGroup: boolean;
}

/** What is drawn as one line: the edges between two cards. */
export interface Wire {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly edges: readonly MapEdge[];
  readonly encryption: Encryption | undefined;
  readonly isBroken: boolean;
  readonly isBack: boolean;
  /** The share of the requests, or of copies, where it is worth telling. */
  readonly label: string;
  readonly isMirror: boolean;
}

/** What is to be drawn. */
export interface Scene {
  readonly cards: ReadonlyMap<string, Card>;
  readonly wires: readonly Wire[];
  /** The lanes that have something in them, from top to bottom. */
  readonly lanes: readonly Lane[];
  /** The columns that have something in them. */
  readonly columns: readonly MapColumn[];
  /** The card of each node that is shown. */
  readonly cardOf: ReadonlyMap<string, string>;
}

export interface Lane {
  readonly name: string;
  readonly isCollapsed: boolean;
  readonly nodes: readonly MapNode[];
}

/** Which nodes are drawn, and how. */
export interface Choice {
  /** The namespaces that are collapsed. */
  readonly collapsed: ReadonlySet<string>;
  /** The nodes that pass the filter; undefined for all. */
  readonly shown: ReadonlySet<string> | undefined;
  /** The nodes that are drawn by themselves even in a collapsed namespace. */
  readonly single: ReadonlySet<string>;
  /** The namespaces that are drawn; undefined for all. */
  readonly lanes?: ReadonlySet<string> | undefined;
}

/** What to draw of a map. */
export function sceneOf(map: MeshMap, { collapsed, shown: passing, single, lanes: wanted }: Choice): Scene {
  const shown =
    passing || wanted
      ? map.nodes.filter(
          ({ id, namespace }) => (passing?.has(id) ?? true) && (wanted?.has(namespace) ?? true),
        )
      : map.nodes;
  const lanes = lanesOf(shown).map(([name, nodes]) => ({ name, nodes, isCollapsed: collapsed.has(name) }));
  const cards = new Map<string, Card>();
  const cardOf = new Map<string, string>();
  for (const lane of lanes) {
    for (const card of lane.isCollapsed ? groupsOf(lane, single) : lane.nodes.map(cardOfNode)) {
      cards.set(card.id, card);
      for (const { id } of card.nodes) {
        cardOf.set(id, card.id);
      }
    }
  }
  const used = new Set([...cards.values()].map(({ column }) => column));
  return {
    cards,
    cardOf,
    lanes,
    wires: wiresOf(map.edges, cardOf),
    columns: MAP_COLUMNS.filter((column) => used.has(column)),
  };
}

/** Namespaces where requests come in are above the others, and what belongs to none is at the top. */
function lanesOf(nodes: readonly MapNode[]): [string, MapNode[]][] {
  const lanes = groupedBy(nodes, ({ namespace }) => namespace);
  const entrances = nodes.filter(({ column }) => column === 'entrance');
  const entered = new Set(entrances.map(({ namespace }) => namespace));
  const rank = (name: string) => (name === '' ? 0 : entered.has(name) ? 1 : 2);
  return [...lanes]
    .sort(([a], [b]) => rank(a) - rank(b) || NATURAL.compare(a, b))
    .map(([name, own]) => [name, inOrder(own)]);
}

/** `shop-2` is before `shop-10`. */
const NATURAL = new Intl.Collator('en', { numeric: true });

/** By column, then by name. Routes stay as they are: their order counts. */
function inOrder(nodes: readonly MapNode[]): MapNode[] {
  const columns = groupedBy(nodes, ({ column }) => column);
  return [...columns].flatMap(([column, own]) =>
    column === 'route' ? own : [...own].sort((a, b) => NATURAL.compare(a.label, b.label)),
  );
}

function cardOfNode(node: MapNode): Card {
  const { id, column, namespace, label, details, marks } = node;
  const [detail = ''] = details;
  return { id, column, lane: namespace, label, detail, marks, nodes: [node], isGroup: false };
}

function groupsOf({ name, nodes }: Omit<Lane, 'isCollapsed'>, single: ReadonlySet<string>): Card[] {
  return MAP_COLUMNS.flatMap((column) => {
    const own = nodes.filter((node) => node.column === column);
    const alone = own.filter(({ id }) => single.has(id));
    const others = own.filter(({ id }) => !single.has(id));
    const [first] = others;
    if (!first || others.length === 1) {
      return own.map(cardOfNode);
    }
    const words = counted(others.length, column);
    const group: Card = {
      id: `${column} of ${name}`,
      column,
      lane: name,
      label: alone.length > 0 ? words.replace(' ', ' other ') : words,
      detail: `${first.label}, …`,
      marks: commonMarks(others),
      nodes: others,
      isGroup: true,
    };
    return [...alone.map(cardOfNode), group];
  });
}

function wiresOf(edges: readonly MapEdge[], cardOf: ReadonlyMap<string, string>): Wire[] {
  const bundles = new Map<string, { from: string; to: string; edges: MapEdge[] }>();
  for (const edge of edges) {
    const [from, to] = [cardOf.get(edge.from), cardOf.get(edge.to)];
    if (from === undefined || to === undefined || from === to) {
      continue;
    }
    const key = linkKey({ from, to });
    const bundle = bundles.get(key);
    if (bundle) {
      bundle.edges.push(edge);
    } else {
      bundles.set(key, { from, to, edges: [edge] });
    }
  }
  return [...bundles].map(([id, bundle]) => ({ id, ...bundle, ...looksOf(bundle.edges) }));
}

function looksOf(
  edges: readonly MapEdge[],
): Pick<Wire, 'encryption' | 'isBroken' | 'isBack' | 'label' | 'isMirror'> {
  const [first] = edges;
  const encryptions = new Set(edges.map(({ encryption }) => encryption));
  const single = edges.length === 1 ? first : undefined;
  return {
    encryption: encryptions.size === 1 ? first?.encryption : 'mixed',
    isBroken: edges.some(({ broken }) => broken !== undefined),
    isBack: edges.every(({ isBack }) => isBack),
    isMirror: edges.every(({ mirrors }) => mirrors !== undefined),
    label: single ? shareText(single) : '',
  };
}

function shareText({ share, mirrors }: MapEdge): string {
  if (mirrors !== undefined) {
    return mirrors === 1 ? 'copies' : `copies ${percentText(mirrors)}`;
  }
  return share === undefined || share === 1 ? '' : percentText(share);
}

function percentText(share: number): string {
  return `${Number((share * 100).toPrecision(3))}%`;
}

/** Maps with more nodes begin with their namespaces collapsed. */
const MANY = 160;

/** Small maps are shown whole. */
export function collapsedAtFirst({ nodes }: MeshMap): Set<string> {
  const lanes = new Set(nodes.map(({ namespace }) => namespace));
  return nodes.length > MANY && lanes.size > 1 ? lanes : new Set();
}
