/** The fields that an expectation may have. */
export interface ExpectationShape {
  /** The type of each field. */
  readonly fields: Readonly<Record<string, 'string' | 'number'>>;
  /** At least one of these fields is needed. The list is empty for expectations that may be empty. */
  readonly needs: readonly string[];
}

/**
 * Rejects an expectation that is empty or has unknown fields, since its test would pass whatever happens. The compiler
 * rejects it too, but not in tests that are written in JavaScript.
 *
 * @throws Error if the expectation has another shape
 */
export function checkExpectation(
  matcher: string,
  expected: unknown,
  { fields, needs }: ExpectationShape,
): void {
  const names = Object.keys(fields);
  if (typeof expected !== 'object' || expected === null) {
    throw new Error(`${matcher}: expected an object with ${listed(names)} after the request`);
  }
  const given = Object.entries(expected).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) {
      throw new Error(`${matcher}: "${name}" is unknown; use ${listed(names)}`);
    }
    if (typeof value !== type) {
      throw new Error(`${matcher}: "${name}" has to be a ${type}, but is ${JSON.stringify(value)}`);
    }
  }
  if (needs.length > 0 && !given.some(([name]) => needs.includes(name))) {
    throw new Error(`${matcher}: ${listed(needs)} is missing`);
  }
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' or ');
}
