import { partOf, type Requirement } from '../../algebra/requirement';
import { Undecidable } from '../../algebra/undecidable';
import { groupedBy } from '../../manifests/collections';
import type { Clause, RouteOfClause } from '../requests/clause';
import type { Readings } from '../requests/clauses';

/** The keys of the sets that the value of a part is in, by part; undefined if the requests do not have the part. */
export type ChosenValues = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/** A clause that may still be met, and the requirements that decide it. */
export interface OpenClause {
  readonly clause: Clause;
  readonly left: readonly Requirement[];
}

/** Headers that proxies set, change or take away themselves. (W15) */
const OF_PROXIES =
  /^(?:x-envoy-|x-forwarded-|x-request-id$|connection$|te$|upgrade$|keep-alive$|proxy-connection$|transfer-encoding$)/;

const PATH = partOf({ field: 'path', name: '' });

/** The clauses that requests with some values may meet, apart from those of routes that no such request takes. */
export class OpenClauses {
  readonly all: readonly OpenClause[];
  /** The parts of the request that a proxy may change. */
  private readonly changed: ReadonlySet<string>;

  /** Nothing is known of requests yet. */
  static all(readings: Readings): OpenClauses {
    const all = readings.clauses.map((clause) => ({ clause, left: clause.requirements }));
    return new OpenClauses(readings, new Map(), all);
  }

  private constructor(
    private readonly readings: Readings,
    private readonly values: ChosenValues,
    before: readonly OpenClause[],
  ) {
    const { changedBy } = readings;
    const ofSender = taken(this.open(before.filter(({ clause }) => clause.isOfSender)));
    const others = before.filter(({ clause }) => !clause.isOfSender);
    this.changed = new Set(
      [...ofSender, ...others].flatMap(({ clause: { route } }) =>
        route?.match ? [...(changedBy.get(route.virtualService)?.[route.index] ?? [])] : [],
      ),
    );
    this.all = [...ofSender, ...this.open(others, this.changed)];
  }

  /** The clauses that are left once one more part has a value: what is closed stays closed. */
  with(values: ChosenValues): OpenClauses {
    return new OpenClauses(this.readings, values, this.all);
  }

  /** Why the requests cannot be compared; undefined if they can. */
  undecidable(): Undecidable | undefined {
    const reason = this.all.find(({ clause }) => clause.undecided !== undefined)?.clause.undecided;
    return reason === undefined ? undefined : new Undecidable(reason);
  }

  /**
   * What tells values of a part apart: requests with values of one key are treated alike.
   *
   * @param truths whether the value is in each of the sets that the clauses have
   */
  keyOf(part: Requirement, truths: string): string {
    const isRead = this.all.some(({ left }) => left.some((one) => partOf(one) === partOf(part)));
    // What a rewrite makes of a path depends on the whole path.
    const isWhole = isRead || (partOf(part) === PATH && this.changed.has(PATH));
    const { numbers } = this.readings;
    const open = this.all.map(
      ({ clause, left }) => `${numbers.get(clause)}:${left.map((one) => numbers.get(one))}`,
    );
    return `${isWhole ? truths : ''} ${open.join(' ')}`;
  }

  private open(before: readonly OpenClause[], changed: ReadonlySet<string> = new Set()): OpenClause[] {
    return before.flatMap((open) => {
      const left: Requirement[] = [];
      for (const requirement of open.left) {
        const isMet = changed.has(partOf(requirement)) ? undefined : this.isMet(requirement);
        if (isMet === false) {
          return [];
        }
        if (isMet === undefined) {
          left.push(requirement);
        }
      }
      return left.length === open.left.length ? [open] : [{ clause: open.clause, left }];
    });
  }

  /** Whether a requirement is met; undefined if that is not known, or does not depend on what the sender has chosen. */
  private isMet(requirement: Requirement): boolean | undefined {
    const part = partOf(requirement);
    const { field, name, atoms, wants, missingIsUnwanted } = requirement;
    const isOfProxies =
      this.readings.headersOfTokens.has(part) || (field === 'header' && OF_PROXIES.test(name));
    if (!this.values.has(part) || isOfProxies || field === 'client address' || wants === 'any') {
      return undefined;
    }
    const value = this.values.get(part);
    const isAmong = atoms.some(({ key }) => value?.has(key));
    return wants === 'one'
      ? value !== undefined && (atoms.length === 0 || isAmong)
      : value === undefined
        ? missingIsUnwanted !== true
        : atoms.length > 0 && !isAmong;
  }
}

/** Without the routes that no request takes any more: one before them takes all, or none of their matches is left. */
function taken(open: readonly OpenClause[]): OpenClause[] {
  const byVirtualService = groupedBy(open, ({ clause }) => clause.route?.virtualService);
  return open.filter(
    ({ clause: { route } }) => !route || isTaken(route, byVirtualService.get(route.virtualService) ?? []),
  );
}

function isTaken(route: RouteOfClause, open: readonly OpenClause[]): boolean {
  const first = open.find(({ clause, left }) => clause.route?.match?.isWhole && left.length === 0)?.clause
    .route;
  if (first && isAfter(route, first)) {
    return false;
  }
  return open.some(({ clause }) => clause.route?.match && clause.route.index === route.index);
}

function isAfter({ index, match }: RouteOfClause, first: RouteOfClause): boolean {
  return (
    index > first.index ||
    (index === first.index && match !== undefined && match.index > (first.match?.index ?? 0))
  );
}
