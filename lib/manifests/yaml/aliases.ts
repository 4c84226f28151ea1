import { EVENT_ID, type Event, YAMLException } from 'js-yaml';

/** Manifests share little by anchors. kubectl, too, refuses a document that its aliases make many times larger. */
const MOST_VALUES = 1_000_000;

/** A collection that is not closed yet. */
interface Open {
  readonly anchor: string;
  /** How many values it has so far, if each alias is written out. */
  size: number;
}

/**
 * Refuses a text with an alias inside the value that it stands for, and one whose aliases stand for too much. kubectl refuses
 * both: written out, as JSON needs it, the one would never end, and the other would not fit into the memory.
 *
 * @throws YAMLException at the alias
 */
export function refuseEndlessAliases(events: readonly Event[], source: string): void {
  if (!events.some(({ type }) => type === EVENT_ID.ALIAS)) {
    return;
  }
  const sizes = new Map<string, number>();
  const open: Open[] = [];
  const add = (size: number, position: number) => {
    for (const collection of open.slice(-1)) {
      collection.size += size;
      if (collection.size > MOST_VALUES) {
        YAMLException.throwAt(
          source,
          position,
          `its aliases stand for more than ${MOST_VALUES.toLocaleString('en')} values; use fewer`,
        );
      }
    }
  };
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        sizes.clear();
        open.push({ anchor: '', size: 0 });
        break;
      case EVENT_ID.ALIAS: {
        const name = anchorOf(event, source);
        const position = event.anchorStart - 1;
        if (open.some(({ anchor }) => anchor === name)) {
          YAMLException.throwAt(
            source,
            position,
            `the alias "*${name}" stands inside the value of "&${name}", so that value has no end; write there what is meant`,
          );
        }
        add(sizes.get(name) ?? 1, position);
        break;
      }
      case EVENT_ID.POP: {
        const { anchor, size } = open.pop() ?? { anchor: '', size: 0 };
        sizes.set(anchor, size);
        add(size, 0);
        break;
      }
      case EVENT_ID.SCALAR:
        sizes.set(anchorOf(event, source), 1);
        add(1, event.valueStart);
        break;
      default:
        open.push({ anchor: anchorOf(event, source), size: 1 });
    }
  }
}

/** Empty for a value without an anchor. */
function anchorOf(
  { anchorStart, anchorEnd }: { readonly anchorStart: number; readonly anchorEnd: number },
  source: string,
): string {
  return anchorStart < 0 ? '' : source.slice(anchorStart, anchorEnd);
}
