import { groupedBy } from '../../../manifests/collections';
import { nameOf } from '../../../routing/words/describe-parts';
import type { PageFinding } from '../page-data';

/** What check says now that it did not say before, and what it does not say any more. */
export interface FindingChanges {
  readonly added: readonly PageFinding[];
  readonly gone: readonly PageFinding[];
}

/**
 * Compares findings. Lines move with every edit above them, and places in lists when an item is put before them: neither makes a
 * finding a new one.
 */
export function findingChanges(
  before: readonly PageFinding[],
  after: readonly PageFinding[],
): FindingChanges {
  const exact = unmatched(before, after, withoutLines);
  const [gone, added] = unmatched(exact[0], exact[1], withoutPlaces);
  return { added, gone };
}

/** The findings of each side that have no counterpart on the other side. */
function unmatched(
  some: readonly PageFinding[],
  others: readonly PageFinding[],
  keyOf: (finding: PageFinding) => string,
): [readonly PageFinding[], readonly PageFinding[]] {
  return [beyond(some, others, keyOf), beyond(others, some, keyOf)];
}

function beyond(
  some: readonly PageFinding[],
  others: readonly PageFinding[],
  keyOf: (finding: PageFinding) => string,
): PageFinding[] {
  const counts = new Map([...groupedBy(others, keyOf)].map(([key, all]) => [key, all.length]));
  return some.filter((finding) => {
    const left = counts.get(keyOf(finding)) ?? 0;
    counts.set(keyOf(finding), left - 1);
    return left <= 0;
  });
}

function withoutLines({ code, object, field, message }: PageFinding): string {
  const words = message.replaceAll(/(\.(?:ya?ml|json)):\d+/g, '$1');
  return [code, object.apiVersion, nameOf(object), field, words].join('\n');
}

function withoutPlaces(finding: PageFinding): string {
  return withoutLines(finding).replaceAll(/\[\d+\]/g, '[]');
}
