import { allListed, counted } from '../../catalogue/words';
import { isRecord } from '../../manifests/manifest';
import type { Check } from './check';
import type { Schema } from './schema';

/** What is asked of lists, their items left out. */
export function* listChecks(schema: Schema): Iterable<Check<readonly unknown[]>> {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  if (minItems > 0 || Number.isFinite(maxItems)) {
    yield (list, report) => {
      if (list.length < minItems) {
        report.violation(`has ${counted(list.length, 'item')}; use at least ${minItems}`);
      } else if (list.length > maxItems) {
        report.violation(`has ${counted(list.length, 'item')}; use at most ${maxItems}`);
      }
    };
  }
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (type === 'map') {
    const own = keys.length === 1 ? 'one of its own' : 'values of its own';
    yield repetitions(
      (item) => keys.map((key) => (isRecord(item) ? item[key] : undefined)),
      (place, key) => `repeats the ${keys.join(' and ')} ${allListed(key)} of item ${place}; give it ${own}`,
    );
  } else if (type === 'set') {
    yield repetitions(
      (item) => [item],
      (place, key) => `repeats ${allListed(key)} of item ${place}; remove one of them`,
    );
  }
}

/** The items. */
export function itemsCheck(check: Check): Check<readonly unknown[]> {
  return (list, report) => {
    for (let i = 0; i < list.length; i++) {
      report.enter(i);
      check(list[i], report);
      report.leave();
    }
  };
}

/** No two items may have the same key. Keys that are no scalars are for their schema to refuse. */
function repetitions(
  keyOf: (item: unknown) => readonly unknown[],
  text: (place: number, key: readonly unknown[]) => string,
): Check<readonly unknown[]> {
  return (list, report) => {
    const places = new Map<string, number>();
    for (const [i, item] of list.entries()) {
      const key = keyOf(item);
      if (key.some((part) => part === undefined || typeof part === 'object')) {
        continue;
      }
      const spelled = JSON.stringify(key);
      const place = places.get(spelled);
      if (place === undefined) {
        places.set(spelled, i);
      } else {
        report.violation(text(place, key), i);
      }
    }
  };
}
