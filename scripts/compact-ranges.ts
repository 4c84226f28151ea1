import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** A list of ranges as refa writes its tables of Unicode. They are half of its 1.0 MB. */
const RANGES = /JSON\.parse\('(\[(?:\{"min":\d+,"max":\d+\},?)+\])'\)/g;
const BASE = 36;

/** Turns such a list back: what follows is the distance from the number before it. */
const DECODE = `function __ranges(text) {
  let at = 0;
  const numbers = text.split(' ').map((step) => (at += parseInt(step, ${BASE})));
  return numbers.flatMap((min, i) => (i % 2 ? [] : [{ min, max: numbers[i + 1] }]));
}
`;

/** Writes the tables of refa shorter, for a bundle that travels in a page. */
export const compactRanges: Plugin = {
  name: 'compact-ranges',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]refa[/\\]index\.js$/ }, ({ path }) => {
      const code = readFileSync(path, 'utf8').replace(
        RANGES,
        (_, json: string) => `__ranges('${shortened(json)}')`,
      );
      // The directive at the beginning stays there.
      return { contents: code.replace(/^("use strict";)?/, `$1${DECODE}`), loader: 'js' };
    });
  },
};

function shortened(json: string): string {
  const ranges = JSON.parse(json) as readonly { readonly min: number; readonly max: number }[];
  const numbers = ranges.flatMap(({ min, max }) => [min, max]);
  return numbers.map((number, i) => (number - (numbers[i - 1] ?? 0)).toString(BASE)).join(' ');
}
