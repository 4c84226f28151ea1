import { EVENT_ID, type Event, parseEvents } from 'js-yaml';
import type { Comment, FieldPath } from './manifest';

/** The layout of the last text. Many findings in a row concern the same object. */
let latest: Layout | undefined;

/**
 * The position in a YAML text where a field of one of its documents begins, or the nearest field above it that is
 * written.
 */
export function positionWithin(text: string, document: number, field: FieldPath = []): number {
  return layoutOf(text).positionOf(document, field);
}

function layoutOf(text: string): Layout {
  if (latest?.text !== text) {
    latest = new Layout(text);
  }
  return latest;
}

/** The comments of one document of a YAML text, in their order. Those behind its last field concern the whole document. */
export function commentsWithin(text: string, document: number): readonly Comment[] {
  return text.includes('#') ? layoutOf(text).commentsOf(document) : [];
}

/** A node, and the position where it begins. */
interface Place {
  /** The event that begins it. */
  readonly node: number;
  readonly position: number;
}

/** The positions of the nodes in a text. The text is parsed again for them, which only documents with findings need. */
class Layout {
  private readonly events: readonly Event[];
  /** For each event that begins a node, the event after that node. */
  private readonly after: readonly number[];
  private readonly documents: readonly number[];
  private readonly children = new Map<number, ReadonlyMap<string, Place>>();

  constructor(readonly text: string) {
    this.events = eventsOf(text);
    this.after = eventsAfter(this.events);
    this.documents = [...this.events.keys()].filter((i) => this.events[i]?.type === EVENT_ID.DOCUMENT);
  }

  positionOf(document: number, field: FieldPath): number {
    const root = (this.documents[document] ?? 0) + 1;
    let found: Place = { node: root, position: startOf(this.events[root]) };
    for (const step of field) {
      const child = this.childrenOf(found.node).get(`${step}`);
      if (!child) {
        break;
      }
      found = child;
    }
    return found.position;
  }

  commentsOf(document: number): Comment[] {
    const nodes = [...this.documents.keys()].flatMap((i) => [...this.nodesOf(i)]);
    let next = 0;
    return this.commentPositions().flatMap((position) => {
      while (next < nodes.length && (nodes[next]?.position ?? 0) < position) {
        next += 1;
      }
      const [lineStart, end] = [lineStartAt(this.text, position), lineEndAt(this.text, position)];
      const isBehindNode = /[^\s-]/.test(this.text.slice(lineStart, position));
      const node = isBehindNode ? nodes[next - 1] : nodes[next];
      const owner = node?.document ?? this.documents.length - 1;
      const comment = this.text
        .slice(position + 1, end)
        .replace(/^ /, '')
        .trimEnd();
      return owner === document ? [{ text: comment, field: node?.field ?? [] }] : [];
    });
  }

  /** Between the scalars, a `#` after a blank begins a comment. */
  private commentPositions(): number[] {
    const scalars = this.events.flatMap((event) => (event.type === EVENT_ID.SCALAR ? [event] : []));
    const positions: number[] = [];
    let start = 0;
    for (const { valueStart, valueEnd } of [...scalars, { valueStart: this.text.length, valueEnd: 0 }]) {
      for (const { index } of this.text.slice(start, Math.max(start, valueStart)).matchAll(COMMENT)) {
        positions.push(start + index);
      }
      start = Math.max(start, valueEnd);
    }
    return positions;
  }

  /** The nodes of a document in the order in which they are written, each before those in it. */
  private *nodesOf(document: number): Iterable<{ document: number; field: FieldPath; position: number }> {
    const root = (this.documents[document] ?? 0) + 1;
    const open: { field: FieldPath; place: Place }[] = [
      { field: [], place: { node: root, position: startOf(this.events[root]) } },
    ];
    for (let next = open.pop(); next; next = open.pop()) {
      const { field, place } = next;
      yield { document, field, position: place.position };
      const isList = this.events[place.node]?.type === EVENT_ID.SEQUENCE;
      const children = [...this.childrenOf(place.node)].map(([key, child]) => ({
        field: [...field, isList ? Number(key) : key],
        place: child,
      }));
      open.push(...children.reverse());
    }
  }

  /** The children of a node by key or index. They are kept, because many findings may concern one long list. */
  private childrenOf(node: number): ReadonlyMap<string, Place> {
    const known = this.children.get(node);
    if (known) {
      return known;
    }
    const type = this.events[node]?.type;
    const children = new Map(
      type === EVENT_ID.MAPPING ? this.valuesOf(node) : type === EVENT_ID.SEQUENCE ? this.itemsOf(node) : [],
    );
    this.children.set(node, children);
    return children;
  }

  /** The values of a map. A value begins where its key begins. */
  private *valuesOf(map: number): Iterable<[string, Place]> {
    for (let key = map + 1; this.isNode(key); ) {
      const node = this.after[key] ?? 0;
      const event = this.events[key];
      if (event?.type === EVENT_ID.SCALAR) {
        yield [this.text.slice(event.valueStart, event.valueEnd), { node, position: event.valueStart }];
      }
      key = this.after[node] ?? 0;
    }
  }

  private *itemsOf(list: number): Iterable<[string, Place]> {
    let node = list + 1;
    for (let i = 0; this.isNode(node); i++) {
      yield [`${i}`, { node, position: startOf(this.events[node]) }];
      node = this.after[node] ?? 0;
    }
  }

  private isNode(at: number): boolean {
    const event = this.events[at];
    return event !== undefined && event.type !== EVENT_ID.POP && event.type !== EVENT_ID.DOCUMENT;
  }
}

/** The events of a text; none if it can be read only with the text around it, as beside a byte order mark. */
function eventsOf(text: string): readonly Event[] {
  try {
    return parseEvents(text, {});
  } catch {
    return [];
  }
}

function eventsAfter(events: readonly Event[]): number[] {
  const after: number[] = [];
  const open: number[] = [];
  for (const [i, { type }] of events.entries()) {
    if (type === EVENT_ID.POP) {
      after[open.pop() ?? 0] = i + 1;
    } else if (type === EVENT_ID.SCALAR || type === EVENT_ID.ALIAS) {
      after[i] = i + 1;
    } else {
      open.push(i);
    }
  }
  return after;
}

function startOf(event: Event | undefined): number {
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return 0;
  }
}

/** A comment to the end of its line. */
const COMMENT = /(?<![^\s])#[^\n\r]*/g;

function lineStartAt(text: string, position: number): number {
  return Math.max(text.lastIndexOf('\n', position), text.lastIndexOf('\r', position)) + 1;
}

function lineEndAt(text: string, position: number): number {
  const end = text.slice(position).search(/[\n\r]/);
  return end < 0 ? text.length : position + end;
}
