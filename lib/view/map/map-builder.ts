import type { Encryption, MapEdge, MapFacts, MapMarks, MapNode, MapPlace } from './map-types';

/** What is added to a node while it is put together. */
type Growing = 'details' | 'facts' | 'objects' | 'marks' | 'findings';

type Open<Fields> = { -readonly [Field in keyof Fields]: Fields[Field] };

/** A node that is still being put together. */
export interface OpenNode extends Omit<MapNode, Growing> {
  readonly details: string[];
  readonly facts: Open<MapFacts>;
  readonly objects: MapPlace[];
  readonly marks: Open<MapMarks>;
}

/** What a node needs to begin with. */
export interface NewNode extends Omit<MapNode, Growing> {
  readonly details?: readonly string[];
  readonly facts?: MapFacts;
  readonly objects?: readonly MapPlace[];
}

/** What a new edge is. */
export type NewEdge = Omit<MapEdge, 'id' | 'from' | 'to'>;

/** The nodes and edges of a map, each of which may be met several times. */
export class MapBuilder {
  readonly nodes = new Map<string, OpenNode>();
  readonly edges = new Map<string, Open<MapEdge>>();

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  /** The node, which is made when it is first asked for. */
  node(id: string, make: () => Omit<NewNode, 'id'>): OpenNode {
    const known = this.nodes.get(id);
    if (known) {
      return known;
    }
    const { details = [], facts = {}, objects = [], ...rest } = make();
    const node: OpenNode = {
      id,
      ...rest,
      details: [...details],
      facts: { ...facts },
      objects: [],
      marks: {},
    };
    for (const place of objects) {
      addObject(node, place);
    }
    this.nodes.set(id, node);
    return node;
  }

  /** An edge. Where two clients differ in how they encrypt it, the encryption is mixed. */
  edge(from: string, to: string, edge: NewEdge = {}): void {
    const id = edgeId(from, to);
    const known = this.edges.get(id);
    if (!known) {
      this.edges.set(id, { id, from, to, ...edge });
      return;
    }
    if (known.broken !== undefined && edge.broken === undefined) {
      // Some clients get through.
      delete known.broken;
      delete known.encryption;
    }
    if (known.broken !== undefined || edge.broken === undefined) {
      addEncryption(known, edge.encryption);
    }
    const more = edge.via?.filter((id) => !known.via?.includes(id)) ?? [];
    if (more.length > 0) {
      known.via = [...(known.via ?? []), ...more];
    }
  }
}

export function edgeId(from: string, to: string): string {
  return `${from}>${to}`;
}

/** A node has few lines and few objects, so none of them needs an index. */
export function addDetail({ details }: OpenNode, line: string): void {
  if (!details.includes(line)) {
    details.push(line);
  }
}

export function addObject({ objects }: OpenNode, place: MapPlace): void {
  const isKnown = objects.some(
    ({ kind, namespace, name, field }) =>
      name === place.name && kind === place.kind && namespace === place.namespace && field === place.field,
  );
  if (!isKnown) {
    objects.push(place);
  }
}

/** Adds how more connections are encrypted, to an edge or to the marks of a node. */
export function addEncryption(
  to: { encryption?: Encryption | undefined },
  encryption: Encryption | undefined,
): void {
  const together = both(to.encryption, encryption);
  if (together) {
    to.encryption = together;
  }
}

/** The encryption of two kinds of connections together. */
export function both(one: Encryption | undefined, other: Encryption | undefined): Encryption | undefined {
  return one === undefined || one === other ? other : other === undefined ? one : 'mixed';
}
