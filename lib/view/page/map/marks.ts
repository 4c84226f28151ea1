import type { Encryption, MapMarks, MapNode } from '../../map/map-types';
import { counted } from '../dom/elements';
import type { IconName } from '../dom/icons';

/** Something that is to be seen at a node at once: an icon, and the words for it. */
export interface Mark {
  readonly icon: IconName;
  /** Also the class of its colour. */
  readonly tone: 'good' | 'info' | 'care' | 'bad' | 'unsure' | 'quiet';
  readonly words: string;
  /** Shown beside the icon. */
  readonly count?: number;
}

const ENCRYPTIONS: Readonly<Record<Encryption, Omit<Mark, 'icon'>>> = {
  'mutual TLS': { tone: 'good', words: 'mutual TLS' },
  TLS: { tone: 'info', words: 'TLS' },
  plaintext: { tone: 'care', words: 'plaintext' },
  mixed: { tone: 'care', words: 'encrypted for some, plaintext for others' },
  unknown: { tone: 'unsure', words: 'encryption is not known' },
};

const POLICIES: Readonly<Record<NonNullable<MapMarks['policy']>, Mark>> = {
  guarded: { icon: 'guarded', tone: 'good', words: 'policies decide who gets in' },
  open: { icon: 'open', tone: 'quiet', words: 'no policy: open to all' },
  denied: { icon: 'denied', tone: 'bad', words: 'policies let nothing in' },
};

export function encryptionMark(encryption: Encryption): Mark {
  return { icon: encryption, ...ENCRYPTIONS[encryption] };
}

/** The marks besides those of encryption, as the legend has them. */
export const OTHER_MARKS: readonly Mark[] = [
  ...Object.values(POLICIES),
  { icon: 'error', tone: 'bad', words: 'errors of check' },
  { icon: 'warning', tone: 'care', words: 'warnings of check' },
  { icon: 'note', tone: 'info', words: 'notes of check' },
  { icon: 'broken', tone: 'bad', words: 'requests fail here' },
  { icon: 'unmodelled', tone: 'unsure', words: 'its effect is not modelled' },
  { icon: 'unreached', tone: 'quiet', words: 'nothing leads here' },
];

/** The marks of a node, the most urgent first. */
export function marksOf({ marks }: Pick<MapNode, 'marks'>): Mark[] {
  const { findings, broken, unmodelled, unreached, policy, encryption } = marks;
  return [
    ...findingMarks(findings),
    ...(broken === undefined ? [] : [{ icon: 'broken', tone: 'bad', words: `fails: ${broken}` } as const]),
    ...(unmodelled === undefined
      ? []
      : [{ icon: 'unmodelled', tone: 'unsure', words: `not modelled: ${unmodelled}` } as const]),
    ...(unreached ? [{ icon: 'unreached', tone: 'quiet', words: 'nothing leads here' } as const] : []),
    ...(policy === undefined ? [] : [POLICIES[policy]]),
    ...(encryption === undefined ? [] : [encryptionMark(encryption)]),
  ];
}

/** The icons of the marks of a node, without their words. */
export function markNamesOf({ marks }: Pick<MapNode, 'marks'>): IconName[] {
  const { findings, broken, unmodelled, unreached, policy, encryption } = marks;
  return [
    ...(findings?.errors ? ['error' as const] : []),
    ...(findings?.warnings ? ['warning' as const] : []),
    ...(findings?.notes ? ['note' as const] : []),
    ...(broken === undefined ? [] : ['broken' as const]),
    ...(unmodelled === undefined ? [] : ['unmodelled' as const]),
    ...(unreached ? ['unreached' as const] : []),
    ...(policy === undefined ? [] : [policy]),
    ...(encryption === undefined ? [] : [encryption]),
  ];
}

function findingMarks(findings: MapMarks['findings']): Mark[] {
  const { errors = 0, warnings = 0, notes = 0 } = findings ?? {};
  const marks: readonly Mark[] = [
    { icon: 'error', tone: 'bad', words: counted(errors, 'error'), count: errors },
    { icon: 'warning', tone: 'care', words: counted(warnings, 'warning'), count: warnings },
    { icon: 'note', tone: 'info', words: counted(notes, 'note'), count: notes },
  ];
  return marks.filter(({ count = 0 }) => count > 0);
}

/** The marks of several nodes as one: all findings, and what they differ in is mixed. */
export function commonMarks(nodes: readonly MapNode[]): MapMarks {
  const sum = { errors: 0, warnings: 0, notes: 0 };
  const encryptions = new Set<Encryption>();
  const policies = new Set<MapMarks['policy']>();
  for (const { marks } of nodes) {
    sum.errors += marks.findings?.errors ?? 0;
    sum.warnings += marks.findings?.warnings ?? 0;
    sum.notes += marks.findings?.notes ?? 0;
    if (marks.encryption) {
      encryptions.add(marks.encryption);
    }
    policies.add(marks.policy);
  }
  const [encryption, otherEncryption] = encryptions;
  const [policy, otherPolicy] = policies;
  const broken = nodes.filter(({ marks }) => marks.broken !== undefined).length;
  const unmodelled = nodes.filter(({ marks }) => marks.unmodelled !== undefined).length;
  return {
    ...(sum.errors + sum.warnings + sum.notes > 0 ? { findings: sum } : {}),
    ...(broken > 0 ? { broken: `${broken} of ${nodes.length}` } : {}),
    ...(unmodelled > 0 ? { unmodelled: `${unmodelled} of ${nodes.length}` } : {}),
    ...(nodes.every(({ marks }) => marks.unreached) ? { unreached: true as const } : {}),
    ...(policy !== undefined && otherPolicy === undefined && policies.size === 1 ? { policy } : {}),
    ...(encryption === undefined ? {} : { encryption: otherEncryption === undefined ? encryption : 'mixed' }),
  };
}
