import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** A list of ranges as refa writes its tables of Unicode. They are half of its 1.0 MB. */
const RANGES = /JSON\.parse\('(\[(?:\{"min":\d+,"max":\d+\},?)+\])'\)/g;
/** The emoji that consist of several characters, as lists of characters. */
const SEQUENCES = /JSON\.parse\("(\[(?:\[[\d,]+\],?)+\])"\)/g;
/** For each character, those that only differ in case. */
const CASES = /JSON\.parse\('(\{(?:"\d+":\[[\d,]+\],?)+\})'\)/g;
const BASE = 36;

/** Turns these back: what follows is the distance from the number before it, or from the one at its place in the list before. */
const DECODE = `function __ranges(text) {
  let at = 0;
  const numbers = text.split(' ').map((step) => (at += parseInt(step, ${BASE})));
  return numbers.flatMap((min, i) => (i % 2 ? [] : [{ min, max: numbers[i + 1] }]));
}
function __lists(text) {
  const before = [];
  return text.split(',').map((list) => list.split(' ').map((step, i) => (before[i] = (before[i] ?? 0) + parseInt(step, ${BASE}))));
}
function __cases(text) {
  return Object.fromEntries(__lists(text).flatMap((list) => list.map((one) => [one, list])));
}
`;

/** Writes the tables of refa shorter, for a bundle that travels in a page. */
export const compactRanges: Plugin = {
  name: 'compact-ranges',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]refa[/\\]index\.js$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8')
        .replace(RANGES, (_, json: string) => `__ranges('${rangesText(json)}')`)
        .replace(SEQUENCES, (_, json: string) => `__lists('${listsText(JSON.parse(json))}')`)
        .replace(CASES, (written, json: string) => {
          const classes = classesIn(JSON.parse(json));
          return classes ? `__cases('${listsText(classes)}')` : written;
        });
      // The directive at the beginning stays there.
      return { contents: code.replace(/^("use strict";)?/, `$1${DECODE}`), loader: 'js' };
    });
  },
};

function rangesText(json: string): string {
  const ranges = JSON.parse(json) as readonly { readonly min: number; readonly max: number }[];
  const numbers = ranges.flatMap(({ min, max }) => [min, max]);
  return numbers.map((number, i) => (number - (numbers[i - 1] ?? 0)).toString(BASE)).join(' ');
}

function listsText(lists: readonly (readonly number[])[]): string {
  const before: number[] = [];
  return lists
    .map((list) =>
      list
        .map((number, i) => {
          const step = number - (before[i] ?? 0);
          before[i] = number;
          return step.toString(BASE);
        })
        .join(' '),
    )
    .join(',');
}

/** The lists of a table, each once; undefined if it is not the same list that each of its members has. */
function classesIn(table: Readonly<Record<string, readonly number[]>>): (readonly number[])[] | undefined {
  const lists = new Map(Object.values(table).map((list) => [list.join(), list]));
  const members = [...lists].flatMap(([text, list]) => list.map((one) => [String(one), text] as const));
  const isWhole =
    members.length === Object.keys(table).length &&
    members.every(([member, text]) => table[member]?.join() === text);
  return isWhole ? [...lists.values()] : undefined;
}
