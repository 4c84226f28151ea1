import { allListed, counted } from '../../catalogue/words';
import { isRecord } from '../../manifests/manifest';
import type { Schema } from './schema';
import type { Check } from './schema-check';

/** The checks of a list as a whole. */
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
    yield repetitions(
      (item) => keys.map((key) => (isRecord(item) ? item[key] : undefined)),
      (place, key) => `repeats the ${keys.join(' and ')} ${allListed(key)} of item ${place}; use another`,
    );
  } else if (type === 'set') {
    yield repetitions(
      (item) => [item],
      (place, key) => `repeats ${allListed(key)} of item ${place}; remove one of them`,
    );
  }
}

/** The check of the items of a list. */
export function itemsCheck(check: Check): Check<readonly unknown[]> {
  return (list, report) => {
    for (let i = 0; i < list.length; i++) {
      report.enter(i);
      check(list[i], report);
      report.leave();
    }
  };
}

/** No two items may have the same key. The schema of the items refuses keys that are not scalars. */
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
