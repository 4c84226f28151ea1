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

type Look = Pick<Mark, 'tone' | 'words'>;

const ENCRYPTIONS: Readonly<Record<Encryption, Look>> = {
  'mutual TLS': { tone: 'good', words: 'mutual TLS' },
  TLS: { tone: 'info', words: 'TLS' },
  plaintext: { tone: 'care', words: 'plaintext' },
  mixed: { tone: 'care', words: 'encrypted for some, plaintext for others' },
  unknown: { tone: 'unsure', words: 'encryption is not known' },
};

const OTHERS = {
  guarded: { tone: 'good', words: 'policies decide who gets in' },
  open: { tone: 'quiet', words: 'no policy: open to all' },
  denied: { tone: 'bad', words: 'policies let nothing in' },
  error: { tone: 'bad', words: 'errors of check' },
  warning: { tone: 'care', words: 'warnings of check' },
  note: { tone: 'info', words: 'notes of check' },
  broken: { tone: 'bad', words: 'requests fail here' },
  unmodelled: { tone: 'unsure', words: 'its effect is not modelled' },
  unreached: { tone: 'quiet', words: 'nothing leads here' },
  edited: { tone: 'unsure', words: 'edited in this page' },
} as const satisfies Partial<Record<IconName, Look>>;

type OtherName = keyof typeof OTHERS;
type MarkName = Encryption | OtherName;

const LOOKS: Readonly<Record<MarkName, Look>> = { ...ENCRYPTIONS, ...OTHERS };

export function encryptionMark(encryption: Encryption): Mark {
  return { icon: encryption, ...ENCRYPTIONS[encryption] };
}

/** The marks besides those of encryption, as the legend has them. */
export const OTHER_MARKS: readonly Mark[] = (Object.keys(OTHERS) as OtherName[]).map((icon) => ({
  icon,
  ...OTHERS[icon],
}));

/** The marks of a node, the most urgent first. */
export function marksOf(node: Pick<MapNode, 'marks'>): Mark[] {
  return markNamesOf(node).map((icon) => ({ icon, ...LOOKS[icon], ...ownWords(icon, node.marks) }));
}

/** The icons of the marks of a node, without their words. */
export function markNamesOf({ marks }: Pick<MapNode, 'marks'>): MarkName[] {
  const { findings, broken, unmodelled, unreached, policy, encryption, edited } = marks;
  return [
    ...(edited ? ['edited' as const] : []),
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

/** What a mark says at one node. */
function ownWords(
  name: MarkName,
  { findings, broken, unmodelled }: MapMarks,
): Partial<Pick<Mark, 'words' | 'count'>> {
  const { errors = 0, warnings = 0, notes = 0 } = findings ?? {};
  switch (name) {
    case 'error':
      return { words: counted(errors, 'error'), count: errors };
    case 'warning':
      return { words: counted(warnings, 'warning'), count: warnings };
    case 'note':
      return { words: counted(notes, 'note'), count: notes };
    case 'broken':
      return { words: `fails: ${broken}` };
    case 'unmodelled':
      return { words: `not modelled: ${unmodelled}` };
    default:
      return {};
  }
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
    ...(nodes.some(({ marks }) => marks.edited) ? { edited: true as const } : {}),
    ...(policy !== undefined && otherPolicy === undefined && policies.size === 1 ? { policy } : {}),
    ...(encryption === undefined ? {} : { encryption: otherEncryption === undefined ? encryption : 'mixed' }),
  };
}
