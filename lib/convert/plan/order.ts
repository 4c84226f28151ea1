import { allPartsOf, type Expression } from '../../code';
import type { ChartPlan } from './charts';
import type { Entry } from './entry';

/** The order in which constructs are made. */
export interface Order {
  /** The charts, each after those that it refers to. */
  readonly charts: readonly ChartPlan[];
  /** The objects of each chart, each after those that it refers to, and otherwise as in the input. */
  readonly entries: ReadonlyMap<ChartPlan, readonly Entry[]>;
  /** References that no order allows, because they form a circle. */
  readonly broken: readonly (readonly [from: Entry, to: Entry])[];
}

/** The order of the objects, as they refer to each other now. */
export function orderOf(entries: readonly Entry[]): Order {
  const byVariable = new Map(entries.map((entry) => [entry.variable, entry]));
  const references = new Map(
    entries.map((entry) => [
      entry,
      [...variablesIn(entry.code)].flatMap((name) => byVariable.get(name) ?? []),
    ]),
  );
  const planned = [...new Set(entries.map(({ chart }) => chart))];
  const chartReferences = new Map(planned.map((chart) => [chart, new Set<ChartPlan>()]));
  for (const [{ chart }, others] of references) {
    for (const other of others) {
      chartReferences.get(chart)?.add(other.chart);
    }
  }
  const charts = sorted(planned, (chart) => [...(chartReferences.get(chart) ?? [])]);
  const rank = new Map(charts.map((chart, i) => [chart, i]));
  const isEarlier = (a: ChartPlan, b: ChartPlan) => (rank.get(a) ?? 0) < (rank.get(b) ?? 0);
  const ordered = sorted(entries, (entry) =>
    (references.get(entry) ?? []).filter(({ chart }) => chart === entry.chart),
  );
  const place = new Map(ordered.map((entry, i) => [entry, i]));
  const isPossible = (from: Entry, to: Entry) =>
    from.chart === to.chart ? (place.get(to) ?? 0) < (place.get(from) ?? 0) : isEarlier(to.chart, from.chart);
  return {
    charts,
    entries: byChart(charts, ordered),
    broken: [...references].flatMap(([from, others]) =>
      others.filter((to) => !isPossible(from, to)).map((to) => [from, to] as const),
    ),
  };
}

function byChart(charts: readonly ChartPlan[], entries: readonly Entry[]): Map<ChartPlan, Entry[]> {
  const groups = new Map<ChartPlan, Entry[]>(charts.map((chart) => [chart, []]));
  for (const entry of entries) {
    groups.get(entry.chart)?.push(entry);
  }
  return groups;
}

/** The names of the variables in an expression. */
export function variablesIn(code: Expression | undefined): Set<string> {
  const parts = code ? [...allPartsOf(code)] : [];
  return new Set(parts.flatMap(({ node }) => (node.is === 'variable' ? [node.name] : [])));
}

/** Items after those that they need, as far as there is no circle. */
function sorted<Item>(items: readonly Item[], needs: (item: Item) => readonly Item[]): Item[] {
  const begun = new Set<Item>();
  const result: Item[] = [];
  for (const first of items) {
    const open = [{ item: first, isDone: false }];
    for (let next = open.pop(); next; next = open.pop()) {
      if (next.isDone) {
        result.push(next.item);
      } else if (!begun.has(next.item)) {
        begun.add(next.item);
        const others = needs(next.item).filter((item) => !begun.has(item));
        open.push({ item: next.item, isDone: true });
        open.push(...others.reverse().map((item) => ({ item, isDone: false })));
      }
    }
  }
  return result;
}
