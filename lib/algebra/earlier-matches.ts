import { claimPath } from '../istiod/virtual-services/claim-path';
import { PROXY_FIELDS } from '../istiod/virtual-services/http-match-request';
import { lazily } from '../manifests/collections';
import { type Fields, fieldsOf, textOf, textsIn } from '../manifests/fields';
import { coverOf } from './remainder';
import { type MayTake, mayTake, type Sample, samplesOf } from './sample';

/** A match of an earlier route. */
interface Earlier<Owner> {
  readonly owner: Owner;
  readonly mayTake: () => MayTake;
  readonly asked: () => Asked;
}

/** What a match asks for. */
interface Asked {
  /** The conditions that can be compared by the values that requests have. */
  readonly ofRequests: Fields;
  /** The others, as texts: equal texts are equal conditions. */
  readonly others: readonly string[];
  /** The match is for any one of these; empty for all gateways. */
  readonly gateways: readonly string[];
}

/** After this many comparisons with samples, and of whole matches, no match is found to be covered any more. */
const MOST_COMPARISONS = 100_000;
const MOST_QUESTIONS = 50;
const MOST_MATCHES = 200;

/**
 * The matches before a match, which take requests from it. Whether they take all of them together is decided with automata,
 * but only where they take two sample requests, which is seldom.
 */
export class EarlierMatches<Owner> {
  private readonly all: Earlier<Owner>[] = [];
  /** By what the path must be, by what it must begin with, and the others. */
  private readonly exact = new Map<string, Earlier<Owner>[]>();
  private readonly prefixes = new Map<string, Earlier<Owner>[]>();
  private readonly prefixLengths = new Set<number>();
  private readonly byOtherPaths: Earlier<Owner>[] = [];
  private comparisons = 0;
  private questions = 0;

  add(match: Fields, owner: Owner): void {
    const earlier = { owner, mayTake: lazily(() => mayTake(match)), asked: lazily(() => askedBy(match)) };
    this.all.push(earlier);
    const { exact, prefix } = fieldsOf(match.uri);
    const isPlain = match.ignoreUriCase !== true;
    if (isPlain && textOf(exact) !== undefined) {
      addTo(this.exact, String(exact), earlier);
    } else if (isPlain && textOf(prefix) !== undefined) {
      addTo(this.prefixes, String(prefix), earlier);
      this.prefixLengths.add(String(prefix).length);
    } else {
      this.byOtherPaths.push(earlier);
    }
  }

  /** The owners of the matches that together take all requests of some matches; undefined if a request may be left. */
  covering(matches: readonly Fields[]): readonly Owner[] | undefined {
    if (this.all.length === 0 || !matches.every((match) => this.mayCover(match))) {
      return undefined;
    }
    const owners = new Set<Owner>();
    for (const match of matches) {
      const cover = this.coverOf(match);
      if (!cover) {
        return undefined;
      }
      for (const owner of cover) {
        owners.add(owner);
      }
    }
    const all = new Set(this.all.map(({ owner }) => owner));
    return [...all].filter((owner) => owners.has(owner));
  }

  /** Whether earlier matches may take both samples of a match. */
  private mayCover(match: Fields): boolean {
    const asked = lazily(() => askedBy(match));
    for (const sample of samplesOf(match)) {
      if (!this.isTaken(sample, asked)) {
        return false;
      }
    }
    return true;
  }

  private isTaken(sample: Sample, asked: () => Asked): boolean {
    for (const earlier of this.withPathOf(sample)) {
      this.comparisons += 1;
      if (this.comparisons > MOST_COMPARISONS) {
        return false;
      }
      if (earlier.mayTake()(sample) && appliesWhere(earlier.asked(), asked())) {
        return true;
      }
    }
    return false;
  }

  private withPathOf({ path }: Sample): readonly Earlier<Owner>[] {
    if (typeof path !== 'string') {
      return this.all;
    }
    const found = this.byOtherPaths.concat(this.exact.get(path) ?? []);
    for (const length of this.prefixLengths) {
      found.push(...((length <= path.length && this.prefixes.get(path.slice(0, length))) || []));
    }
    return found;
  }

  private coverOf(match: Fields): readonly Owner[] | undefined {
    this.questions += 1;
    if (this.questions > MOST_QUESTIONS || this.all.length > MOST_MATCHES) {
      return undefined;
    }
    const asked = askedBy(match);
    const others = this.all.filter((earlier) => appliesWhere(earlier.asked(), asked));
    const places = coverOf(
      asked.ofRequests,
      others.map((earlier) => earlier.asked().ofRequests),
    );
    return places?.flatMap((place) => others[place]?.owner ?? []);
  }
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const known = lists.get(key);
  if (known) {
    known.push(value);
  } else {
    lists.set(key, [value]);
  }
}

/** Whether a match is built for all proxies of another one, and asks for no more that requests do not show. */
function appliesWhere(earlier: Asked, { others, gateways }: Asked): boolean {
  return (
    earlier.others.every((text) => others.includes(text)) &&
    (earlier.gateways.length === 0 ||
      (gateways.length > 0 && gateways.every((name) => earlier.gateways.includes(name))))
  );
}

const OF_PROXIES: ReadonlySet<string> = new Set(PROXY_FIELDS);

/** In a match that names gateways, istiod ignores the source. (E2) Whether a claim has been proven depends on policies. (E9) */
function askedBy(match: Fields): Asked {
  const { port, sourceNamespace, sourceLabels, scheme } = match;
  const gateways = textsIn(match.gateways);
  const source = gateways.length > 0 ? {} : { sourceNamespace, ...labelsIn(sourceLabels) };
  const [headers, withoutHeaders] = [fieldsOf(match.headers), fieldsOf(match.withoutHeaders)];
  const conditions = {
    port,
    scheme,
    ...source,
    ...claimsIn('claim', headers),
    ...claimsIn('without', withoutHeaders),
  };
  return {
    ofRequests: {
      ...Object.fromEntries(
        Object.entries(match).filter(([field]) => field !== 'scheme' && !OF_PROXIES.has(field)),
      ),
      headers: withoutClaims(headers),
      withoutHeaders: withoutClaims(withoutHeaders),
    },
    others: Object.entries(conditions)
      .filter(([, value]) => value !== undefined && value !== 0 && value !== '')
      .map(([name, value]) => `${name} ${JSON.stringify(value)}`),
    gateways,
  };
}

function labelsIn(labels: unknown): Fields {
  return Object.fromEntries(
    Object.entries(fieldsOf(labels)).map(([name, value]) => [`label ${name}`, { value }]),
  );
}

function claimsIn(what: string, headers: Fields): Fields {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, wanted]) =>
      claimPath(name) ? [[`${what} ${name}`, fieldsOf(wanted)]] : [],
    ),
  );
}

function withoutClaims(headers: Fields): Fields {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !claimPath(name)));
}
