/** The codes at the end of a line about a mistake: `[IST0101] [IST0132]`. */
export function codesIn(mistake: string): string[] {
  const [codes = ''] = /(?:\[IST\d+\] ?)*$/.exec(mistake) ?? [];
  return codes.match(/IST\d+/g) ?? [];
}

/** The lines of an error that lists mistakes; undefined for another error. */
export function mistakesOf(error: unknown): readonly string[] | undefined {
  const { mistakes } = error as { readonly mistakes?: readonly string[] };
  return Array.isArray(mistakes) ? mistakes : undefined;
}

/** What an error says, in one line. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}
