import { groupedBy } from '../../manifests/collections';
import type { Undecided } from '../classes/difference';
import type { MeshDiff } from '../diff';
import { CHANGES } from '../fates/change';
import { type DescribedDifference, describeDifference, entrancesText } from './describe-difference';

/** The differences as text: a block for each, and a summary. */
export function describeDiff(found: MeshDiff): string[] {
  const blocks = found.differences
    .map(describeDifference)
    .flatMap((one) => [
      `${one.title}: ${one.requests}`,
      ...(one.conditions.length > 0 ? [`  where: ${one.conditions.join(', ')}`] : []),
      `  try: ${one.command}`,
      ...fates(one).map((line) => `  ${line}`),
      '',
    ]);
  return [...blocks, ...othersOf(found), summaryOf(found)];
}

/** The differences as Markdown, for a comment on a pull request. */
export function diffAsMarkdown(found: MeshDiff): string {
  const blocks = found.differences
    .map(describeDifference)
    .flatMap((one) => [
      `### ${one.title}`,
      '',
      escaped([one.requests, ...one.conditions].join(', ')),
      '',
      ...fenced('', fates(one)),
      '',
      ...fenced('sh', [one.command]),
      '',
    ]);
  const others = othersOf(found).map((line) => `- ${escaped(line)}`);
  return [`**${summaryOf(found)}**`, '', ...blocks, ...others].join('\n').trimEnd();
}

function fates({ old, new: next, aspects }: DescribedDifference): string[] {
  return [...labelled('old', old), ...labelled('new', next), ...aspects];
}

/** A fence that no line of the block is taken for. */
function fenced(language: string, lines: readonly string[]): string[] {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)),
  );
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}

/** What is new, gone, or not compared. */
function othersOf({ added, removed, undecided, notModelled }: MeshDiff): string[] {
  return [
    ...added.map((place) => `new: ${place}`),
    ...removed.map((place) => `gone: ${place}`),
    ...undecidedLines(undecided),
    ...notModelled.map((reason) => `may change all the same: requests that are ${reason}`),
  ];
}

/** Requests that are not compared for one reason. */
function undecidedLines(undecided: readonly Undecided[]): string[] {
  const isPartly = ({ requests }: Undecided) => requests.conditions.length > 0;
  const alike = groupedBy(undecided, (one) => `${isPartly(one)} ${one.because}`);
  return [...alike.values()].map((group) => {
    const [first] = group;
    const entrances = group.flatMap(({ requests }) => requests.entrances);
    return `not compared: ${isPartly(first) ? 'some requests to ' : ''}${entrancesText(entrances)}: ${first.because}`;
  });
}

/** How many changes there are of each kind, in words. */
export function summaryOf({ differences, undecided, notModelled }: MeshDiff): string {
  const counts = CHANGES.flatMap((change) => {
    const count = differences.filter((one) => one.change === change).length;
    return count > 0 ? [`${count} ${change}`] : [];
  });
  const isWhole = undecided.length + notModelled.length === 0;
  const others = isWhole
    ? ''
    : differences.length > 0
      ? '; not all is compared'
      : ' of those that are compared';
  return counts.length > 0
    ? `Some requests change their fate: ${counts.join(', ')}${others}`
    : `No request changes its fate${others}`;
}

function labelled(label: string, lines: readonly string[]): string[] {
  const indent = ' '.repeat(label.length + 2);
  return lines.map((line, i) => `${i === 0 ? `${label}: ` : indent}${line}`);
}

/** Names of objects and texts of requests are no markup. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}
