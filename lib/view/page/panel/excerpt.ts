import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { linesOf } from '../../../manifests/source-text';
import { el } from '../dom/elements';

/** A line of a manifest. */
export interface ExcerptLine {
  readonly number: number;
  readonly text: string;
  readonly isMarked: boolean;
  /** The level of a finding about the line. */
  readonly level?: string;
}

/** Longer manifests are shown around the marked line. */
const AROUND = 12;
const WHOLE = 44;

/** A path such as `spec.http[0].match` as its steps. */
export function fieldPathOf(field: string): FieldPath {
  return [...field.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => (index === undefined ? (quoted ?? name ?? '') : Number(index)),
  );
}

/**
 * The lines of a manifest, with the one of a field marked.
 *
 * @param levels the levels of findings by line
 */
export function excerptOf(
  text: string,
  manifest: Manifest,
  field: string | undefined,
  levels: ReadonlyMap<number, string>,
): ExcerptLine[] {
  const lines = linesOf(text);
  const first = manifest.origin.line?.() ?? 1;
  const marked = field === undefined ? undefined : manifest.origin.line?.(fieldPathOf(field));
  const end = lines.findIndex((line, at) => at >= first && /^---(\s|$)/.test(line));
  const last = end < 0 ? lines.length : end;
  const isLong = last - first + 1 > WHOLE;
  const middle = marked ?? first;
  const from = isLong ? Math.max(first, middle - AROUND) : first;
  const to = isLong ? Math.min(last, Math.max(middle + AROUND, from + 2 * AROUND)) : last;
  return lines
    .slice(from - 1, to)
    .map((line, at) => {
      const number = from + at;
      const level = levels.get(number);
      return { number, text: line, isMarked: number === marked, ...(level === undefined ? {} : { level }) };
    })
    .filter(({ text: line, number }, at, all) => line !== '' || number < to || at < all.length - 1);
}

/** The lines as code, with their numbers. */
export function excerptElement(lines: readonly ExcerptLine[]): HTMLElement {
  return el(
    'pre',
    { class: 'excerpt', tabindex: 0, 'aria-label': 'Manifest' },
    ...lines.map(({ number, text, isMarked, level }) =>
      el(
        'code',
        {
          class: ['line', isMarked && 'marked', level && `level-${level.toLowerCase()}`]
            .filter(Boolean)
            .join(' '),
        },
        el('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
        el('span', { class: 'code' }, text === '' ? ' ' : text),
      ),
    ),
  );
}
