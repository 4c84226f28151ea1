import { EVENT_ID, type Event, parseEvents } from 'js-yaml';
import type { FieldPath } from './manifest';

/** The text that was asked about last: findings come object by object. */
let latest: Layout | undefined;

/** Where in a YAML text a field of one of its documents begins, or the nearest above it that is written. */
export function positionWithin(text: string, document: number, field: FieldPath = []): number {
  if (latest?.text !== text) {
    latest = new Layout(text);
  }
  return latest.positionOf(document, field);
}

/** A node, and where in the text it begins. */
interface Place {
  /** The event that begins it. */
  readonly node: number;
  readonly position: number;
}

/** Where in a text its nodes are: known by parsing it once more, which only those pay for that something is said about. */
class Layout {
  private readonly events: readonly Event[];
  /** Of each event that begins a node, the event behind that node. */
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

  /** By key or place; remembered, since much may be said about the items of one long list. */
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

  /** Each begins where its key does. */
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

/** A document can be readable only together with those around it, as beside a byte order mark: then nothing is known. */
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
