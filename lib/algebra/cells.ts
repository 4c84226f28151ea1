import { memoized } from '../manifests/collections';
import type { Atom } from './atom';
import type { Language } from './language';
import { Undecidable } from './undecidable';

/** Texts that meet the same conditions. */
export interface Cell {
  /** Texts of the cell, the most readable first. */
  readonly samples: readonly string[];
  /** Whether the texts meet each of the conditions. */
  readonly truths: readonly boolean[];
}

/** The texts that meet the same conditions. */
export interface TextCell extends Cell {
  readonly language: Language;
}

/** More cells than these come only from conditions that nobody writes by hand. */
const MOST_CELLS = 2_000;
const MOST_SAMPLES = 2;
/** Endings that turn the text of a condition into texts that meet it. */
const ENDINGS_OF_PATHS = ['', '/x', 'x', '-x'];
const ENDINGS = ['', '-x', 'x'];

/**
 * The cells into which conditions cut a set of texts. Each text of the set is in exactly one cell.
 *
 * @param readable texts that are preferred as samples of the cells that have them
 * @throws Undecidable if there are too many cells, or if a condition cannot be compared with others
 */
export const cellsOf = memoized(
  (domain: Language, atoms: readonly Atom[], _readable: readonly string[]) =>
    [domain.id, ...atoms.map(({ key }) => key)].join('\n'),
  cut,
);

function cut(domain: Language, atoms: readonly Atom[], readable: readonly string[]): TextCell[] {
  let parts: readonly Part[] = [{ language: domain, truths: [] }];
  for (const atom of atoms) {
    parts = parts.flatMap((part) => halves(part, atom));
    if (parts.length > MOST_CELLS) {
      throw new Undecidable(`the conditions cut the requests into more than ${MOST_CELLS} parts`);
    }
  }
  const literals = atoms.flatMap(({ text }) => (text === undefined ? [] : [text]));
  const candidates = [...readable, ...literals.flatMap(variantsOf)];
  return parts.map(({ language, truths }) => ({
    samples: samplesOf(language, candidates),
    truths,
    language,
  }));
}

function variantsOf(text: string): string[] {
  return (text.startsWith('/') ? ENDINGS_OF_PATHS : ENDINGS).map((ending) => text + ending);
}

interface Part {
  readonly language: Language;
  readonly truths: readonly boolean[];
}

function halves({ language, truths }: Part, atom: Atom): Part[] {
  const holding = atom.language();
  return [
    { language: language.and(holding), truths: [...truths, true] },
    { language: language.without(holding), truths: [...truths, false] },
  ].filter((part) => !part.language.isEmpty);
}

function samplesOf(language: Language, candidates: readonly string[]): string[] {
  const readable = new Set(candidates.filter((text) => language.has(text)).slice(0, MOST_SAMPLES));
  return readable.size < MOST_SAMPLES
    ? [...new Set([...readable, ...language.texts(MOST_SAMPLES)])].slice(0, MOST_SAMPLES)
    : [...readable];
}
