/** The path of a claim as one name. Claims may have any name without brackets. */
export function claimName(path: readonly string[]): string {
  return path.join('][');
}

/** The path of a claim. */
export function claimPathOf(name: string): readonly string[] {
  return name.split('][');
}

/** The claim that says who issued the token. */
export const ISSUER = 'iss';
