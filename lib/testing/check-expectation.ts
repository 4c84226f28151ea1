/** What an expectation may say. */
export interface ExpectationShape {
  /** The type of each field. */
  readonly fields: Readonly<Record<string, 'string' | 'number'>>;
  /** Fields of which one at least is needed; none for expectations that may say nothing. */
  readonly needs: readonly string[];
}

/**
 * Refuses an expectation that says nothing, or what nobody looks at: its test would pass whatever happens. The compiler
 * says so too, but not to tests in JavaScript.
 *
 * @throws Error when it is of another shape
 */
export function checkExpectation(
  matcher: string,
  expected: unknown,
  { fields, needs }: ExpectationShape,
): void {
  const names = Object.keys(fields);
  if (typeof expected !== 'object' || expected === null) {
    throw new Error(`${matcher}: an object with ${listed(names)} is expected behind the request`);
  }
  const given = Object.entries(expected).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) {
      throw new Error(`${matcher}: "${name}" is unknown; use ${listed(names)}`);
    }
    if (typeof value !== type) {
      throw new Error(`${matcher}: "${name}" is a ${type}, and ${JSON.stringify(value)} is none`);
    }
  }
  if (needs.length > 0 && !given.some(([name]) => needs.includes(name))) {
    throw new Error(`${matcher}: ${listed(needs)} is missing`);
  }
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' or ');
}
