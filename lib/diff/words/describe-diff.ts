import { groupedBy } from '../../manifests/collections';
import type { Undecided } from '../classes/difference';
import type { MeshDiff } from '../diff';
import { CHANGES } from '../fates/change';
import { type DescribedDifference, describeDifference, entrancesText } from './describe-difference';
import { likewise } from './likewise';

/** The differences as text: a block for each, and a summary. */
export function describeDiff(found: MeshDiff): string[] {
  const blocks = likewise(found.differences).flatMap((group) => {
    const [one, ...others] = group.map(describeDifference) as [DescribedDifference, ...DescribedDifference[]];
    return [
      `${one.title}: ${one.requests}`,
      ...requestLines('  ', one),
      ...fatesOf(one).map((line) => `  ${line}`),
      ...others.flatMap((other) => likewiseLines(one, other)),
      '',
    ];
  });
  return [...blocks, ...othersOf(found), summaryOf(found)];
}

/** The differences as Markdown, for a comment on a pull request. */
export function diffAsMarkdown(found: MeshDiff): string {
  const blocks = likewise(found.differences).flatMap((group) => {
    const [one, ...others] = group.map(describeDifference) as [DescribedDifference, ...DescribedDifference[]];
    const commands = [one, ...others].map(({ command }) => command);
    return [
      `### ${one.title}`,
      '',
      escaped(requestsOf(one)),
      '',
      ...fenced('', fatesOf(one)),
      '',
      ...(others.length > 0
        ? ['Likewise:', '', ...others.map((other) => `- ${escaped(requestsOf(other))}`), '']
        : []),
      ...fenced('sh', commands),
      '',
    ];
  });
  const others = othersOf(found).map((line) => `- ${escaped(line)}`);
  return [`**${summaryOf(found)}**`, '', ...blocks, ...others].join('\n').trimEnd();
}

function requestLines(indent: string, { conditions, command }: DescribedDifference): string[] {
  const where = conditions.length > 0 ? [`${indent}where: ${conditions.join(', ')}`] : [];
  return [...where, `${indent}try: ${command}`];
}

/** Requests that change like those that are shown whole. */
function likewiseLines(shown: DescribedDifference, other: DescribedDifference): string[] {
  const { requests, conditions, command } = other;
  return requests === shown.requests && conditions.length > 0
    ? [`  likewise where: ${conditions.join(', ')}`, `    try: ${command}`]
    : [`  likewise: ${requests}`, ...requestLines('    ', other)];
}

/** The requests of a difference on one line. */
export function requestsOf({ requests, conditions }: DescribedDifference): string {
  return [requests, ...conditions].join(', ');
}

/** What requests got and what they get, told once if only other aspects of the fate differ. */
export function fatesOf({ old, new: next, aspects }: DescribedDifference): string[] {
  const isSame = old.join('\n') === next.join('\n');
  const sides = isSame ? labelled('both', old) : [...labelled('old', old), ...labelled('new', next)];
  return [...sides, ...aspects];
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
