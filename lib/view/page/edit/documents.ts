import { SourceText } from '../../../manifests/source-text';
import { type YamlPart, yamlChunksOf } from '../../../manifests/yaml/parts';
import type { PageFile } from '../page-data';

/** A document of a file, as it is edited: without the `---` before it. */
export interface PlacedDocument {
  readonly file: PageFile;
  readonly text: string;
  /** The line of the file in which the text begins, from 1 on. */
  readonly firstLine: number;
  /** Where the text begins and ends in that of the file. */
  readonly start: number;
  readonly end: number;
  /** Where the document begins, with its `---`, and where the next one does. */
  readonly whole: Pick<YamlPart, 'start' | 'end'>;
}

/** The mark before a document. What follows it in its line belongs to the document, unless it is a comment. */
const MARK = /^\uFEFF?---(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n|$)|[ \t]+)/;

/** The document of a file that a line is in. */
export function documentAt(file: PageFile, line: number): PlacedDocument {
  const source = new SourceText(file.text);
  const parts = partsOf(file.text);
  const whole = parts.findLast(({ start }) => source.lineAt(start) <= line) ?? {
    start: 0,
    end: file.text.length,
  };
  const text = file.text.slice(whole.start, whole.end);
  const [mark = ''] = MARK.exec(text) ?? [];
  const start = whole.start + mark.length;
  const body = text.slice(mark.length).trimEnd();
  return { file, text: body, firstLine: source.lineAt(start), start, end: start + body.length, whole };
}

/** The file with another text in the place of a document, or without it if the text is empty. */
export function withDocument({ file, start, end, whole }: PlacedDocument, text: string): PageFile {
  const isEmpty = text.trim() === '';
  const written = file.text.includes('\r\n') ? text.trimEnd().replaceAll(/\r?\n/g, '\r\n') : text.trimEnd();
  const before = file.text.slice(0, isEmpty ? whole.start : start);
  const after = file.text.slice(isEmpty ? whole.end : end);
  return {
    ...file,
    text: isEmpty ? before + after : `${before}${written}${after === '' ? '\n' : after}`,
  };
}

/** The documents of a text, each with its `---`. */
export function partsOf(text: string): YamlPart[] {
  return [...yamlChunksOf(text)].flat();
}
