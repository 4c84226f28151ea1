/** No name in a schema is nearly as long, so a longer name is not a misspelling. */
const MAX_LENGTH = 64;

/** The name that was probably meant: it differs in case, `_` and `-` only, or in at most a third of its letters. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  if (name.length > MAX_LENGTH) {
    return undefined;
  }
  const wanted = plain(name);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(wanted, plain(candidate));
    // jwksUri and jwks_uri differ in spelling only; the nearer spelling is meant.
    const isNearer = best === undefined || editDistance(name, candidate) < editDistance(name, best);
    if (distance < least || (distance === least && best !== undefined && isNearer)) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}

/** The number of letters to insert, remove, change or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j] ?? 0, (beforeLast[j - 2] ?? 0) + 1);
      }
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
