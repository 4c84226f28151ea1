import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const CSS = readFileSync(join(__dirname, '../../../lib/view/page/styles/colours.css'), 'utf8');
const [light = '', dark = ''] = CSS.split('@media');

const TONES = ['good', 'info', 'care', 'bad', 'unsure'];
const GROUNDS = ['ground', 'surface', 'raised', 'lane'];

/** What stands on what: WCAG AA asks 4.5 of text, and 3 of what has a shape. */
const PAIRS: readonly (readonly [front: string, back: string, least: number])[] = [
  ...['text', 'muted', 'accent', ...TONES].flatMap((front) =>
    GROUNDS.map((back) => [front, back, 4.5] as const),
  ),
  ...TONES.flatMap(
    (tone) =>
      [
        [tone, `${tone}-soft`, 4.5],
        ['text', `${tone}-soft`, 4.5],
        ['muted', `${tone}-soft`, 4.5],
      ] as const,
  ),
  ['text', 'accent-soft', 4.5],
  ['muted', 'accent-soft', 4.5],
  ['accent', 'accent-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  // The bar that tells what was edited, and buttons that delete.
  ...['accent', ...TONES].map((front) => [front, 'unsure-soft', 4.5] as const),
  ['surface', 'bad', 4.5],
  ...GROUNDS.flatMap((back) => [['wire', back, 3] as const, ['line-strong', back, 3] as const]),
];

describe.each([
  ['light', light],
  ['dark', dark],
])('%s colours', (_, css) => {
  const colours = new Map(
    [...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );

  test.each(PAIRS)('--%s on --%s has a contrast of %d', (front, back, least) => {
    expect(contrast(colours.get(front), colours.get(back))).toBeGreaterThanOrEqual(least);
  });
});

/** The contrast of WCAG 2.2. */
function contrast(one = '', other = ''): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
