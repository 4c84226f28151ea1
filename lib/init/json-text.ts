/**
 * A JSON text with another value, as npm writes `package.json`: with the indentation, the line ends and the end of the
 * text before.
 */
export function withValue(text: string, value: unknown): string {
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  ';
  const written = JSON.stringify(value, undefined, indent) + (/\n\s*$/.test(text) ? '\n' : '');
  return text.includes('\r\n') ? written.replaceAll('\n', '\r\n') : written;
}

/** The entries with those that are missing. npm sorts entries, so a list that is sorted stays so. */
export function withMissing(
  entries: Readonly<Record<string, unknown>>,
  missing: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const all = { ...missing, ...entries };
  const names = [...Object.keys(entries), ...Object.keys(missing).filter((name) => !(name in entries))];
  const isSorted = Object.keys(entries).every((name, i, own) => i === 0 || (own[i - 1] as string) <= name);
  const ordered = isSorted ? names.sort() : names;
  return Object.fromEntries(ordered.map((name) => [name, all[name]]));
}
