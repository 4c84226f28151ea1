import { groupedBy } from '../../../manifests/collections';
import type { PageFinding } from '../page-data';
import { byLevel } from './findings-list';

/** Findings of one code. */
export interface FindingGroup {
  readonly level: PageFinding['level'];
  /** Its code, and those of the findings with the same cause. */
  readonly codes: readonly string[];
  readonly findings: readonly PageFinding[];
  /** The end that all of the messages have: what to do. Empty if they have none. */
  readonly remedy: string;
}

/** By code; the worst codes first, and of one level those with most findings. */
export function groupsOf(findings: readonly PageFinding[]): FindingGroup[] {
  const byCodes = groupedBy(findings, ({ level, codes }) => `${level} ${codes.join(' ')}`);
  return [...byCodes.values()]
    .flatMap((own): FindingGroup[] => {
      const [first] = own;
      return first ? [{ level: first.level, codes: first.codes, findings: own, remedy: commonEnd(own) }] : [];
    })
    .sort(
      (one, other) =>
        byLevel(one, other) || other.findings.length - one.findings.length || compare(one, other),
    );
}

function compare({ codes: [one = ''] }: FindingGroup, { codes: [other = ''] }: FindingGroup): number {
  return one < other ? -1 : 1;
}

/** Where a message may be cut: before its remedy. */
const CUT = /; /g;

function commonEnd(findings: readonly PageFinding[]): string {
  const [first, ...others] = findings.map(({ message }) => message);
  if (first === undefined || others.length === 0) {
    return '';
  }
  const ends = [...first.matchAll(CUT)].map(({ index }) => first.slice(index + 2));
  return ends.find((end) => others.every((message) => message.endsWith(`; ${end}`))) ?? '';
}

/** A message without the remedy that is said once for its group. */
export function withoutRemedy(message: string, remedy: string): string {
  return remedy === '' ? message : message.slice(0, -`; ${remedy}`.length);
}
