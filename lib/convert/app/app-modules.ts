import { commentLines, type Expression, imported, variable, WIDTH } from '../../code';
import type { Manifest } from '../../manifests/manifest';
import type { Surroundings } from '../../surroundings';
import { CHART } from '../objects/object-code';
import type { ChartPlan } from '../plan/charts';
import type { Entry } from '../plan/entry';
import { camelCase, wordsOf } from '../plan/names';
import { type Order, variablesIn } from '../plan/order';
import { meshApp } from './mesh-app';
import type { SourceModule } from './source-module';
import { objectStatement, spaced, statement } from './statements';

/** An app with more lines has a file for each chart. */
const LINES_OF_ONE_FILE = 300;
/** The function that makes the app. */
export const CREATE_APP = 'createApp';

/** What an app is made of. */
export interface AppPlan {
  readonly order: Order;
  /** What is wrong with the objects, and the codes that the app must therefore ignore. */
  readonly mistakes: readonly string[];
  /** Secrets that are not part of the app. */
  readonly secrets: readonly Manifest[];
  /** What is said of the mesh. */
  readonly surroundings: Surroundings;
}

/** The modules of an app: one that makes the app, and one for each chart if the app is large. */
export function appModules({ order, mistakes, secrets, surroundings }: AppPlan): SourceModule[] {
  const uses = usesOf(order);
  const parts = order.charts.map((chart) => partOf(chart, order, uses, secrets));
  const app = meshApp(mistakes, surroundings);
  const begin = statement(app, 'app', []);
  const elsewhere = secrets.filter(
    (secret) => !order.charts.some(({ manifests }) => manifests.includes(secret)),
  );
  const end = [...elsewhere.flatMap((secret) => ['', ...secretComment(secret)]), '', '  return app;'];
  const common = {
    path: 'app',
    about: 'The app with all objects: `main.ts` writes their manifests, and the tests ask where requests go.',
    functionName: CREATE_APP,
    parameters: [],
    returns: 'MeshApp',
  };
  const [only, ...others] = parts;
  const body = [...begin, ...(only?.body ?? []), ...end];
  if (others.length === 0 && body.length <= LINES_OF_ONE_FILE) {
    return [{ ...common, used: [app, ...(only?.used ?? [])], imports: [], body }];
  }
  return [
    {
      ...common,
      used: [app],
      imports: parts.map(({ chart }) => ({
        from: `./charts/${chart.id}`,
        names: [chart.functionName],
      })),
      body: [...begin, ...parts.map(callOf), ...end],
    },
    ...parts.map(chartModule),
  ];
}

/** What makes one chart. */
interface ChartPart {
  readonly chart: ChartPlan;
  readonly used: readonly Expression[];
  readonly body: readonly string[];
  /** The variables that other charts use. */
  readonly given: readonly string[];
  /** The variables of other charts that this one uses. */
  readonly taken: ReadonlyMap<ChartPlan, readonly string[]>;
}

/** The charts that use each variable, and the chart that has it. */
type Uses = ReadonlyMap<string, { readonly owner: ChartPlan; readonly users: ReadonlySet<ChartPlan> }>;

function usesOf({ entries }: Order): Uses {
  const all = [...entries.values()].flat();
  const uses = new Map(
    all.map(({ variable, chart }) => [variable, { owner: chart, users: new Set<ChartPlan>() }]),
  );
  for (const { code, chart } of all) {
    for (const name of variablesIn(code)) {
      uses.get(name)?.users.add(chart);
    }
  }
  return uses;
}

function partOf(chart: ChartPlan, order: Order, uses: Uses, secrets: readonly Manifest[]): ChartPart {
  const entries = order.entries.get(chart) ?? [];
  const outside = [
    ...new Map(entries.flatMap((entry) => entry.outside.map((one) => [one.key, one]))).values(),
  ];
  const { id, namespace } = chart;
  const props = namespace === undefined ? undefined : { namespace };
  const scope = imported('cdk8s', 'Chart').make(variable('app'), id, props);
  const isUsed = ({ variable }: Entry) => (uses.get(variable)?.users.size ?? 0) > 0;
  const taken = new Map<ChartPlan, string[]>();
  for (const [name, { owner, users }] of uses) {
    if (owner !== chart && users.has(chart)) {
      taken.set(owner, [...(taken.get(owner) ?? []), name]);
    }
  }
  return {
    chart,
    used: [
      scope,
      ...outside.map(({ code }) => code),
      ...entries.flatMap(({ code, patch }) => [code, patch].flatMap((part) => part ?? [])),
    ],
    body: spaced([
      statement(scope, CHART, []),
      ...outside.map(({ code, variable }) => statement(code, variable, [])),
      ...entries.map((entry) => objectStatement(entry, isUsed(entry))),
      ...secrets.filter((secret) => chart.manifests.includes(secret)).map(secretComment),
    ]),
    given: [...uses].flatMap(([name, { owner, users }]) =>
      owner === chart && [...users].some((user) => user !== chart) ? [name] : [],
    ),
    taken,
  };
}

/** A Secret is not made, because an app that makes it without its data would empty it in the cluster. */
function secretComment({ name, namespace, origin }: Manifest): string[] {
  const comments = origin.comments?.().map(({ text }) => text) ?? [];
  const why = `Secret ${namespace}/${name} is not part of the app, because its data would be in the code. Create it otherwise.`;
  return commentLines([...comments, why], '  ');
}

function callOf({ chart, given, taken }: ChartPart): string {
  const args = ['app', ...[...taken.keys()].map(resultOf)];
  const call = `${chart.functionName}(${args.join(', ')});`;
  return given.length === 0 ? `  ${call}` : `  const ${resultOf(chart)} = ${call}`;
}

/** The variable of what a chart gives to others. */
function resultOf({ functionName }: ChartPlan): string {
  return camelCase(['from', ...wordsOf(functionName)]);
}

function chartModule({ chart, used, body, given, taken }: ChartPart): SourceModule {
  const { functionName, about } = chart;
  return {
    path: `charts/${chart.id}`,
    about,
    functionName,
    used,
    imports: [
      { from: 'constructs', names: ['Construct'], isType: true },
      ...[...taken.keys()].map((other) => ({
        from: `./${other.id}`,
        names: [other.functionName],
        isType: true,
      })),
    ],
    parameters: [
      { name: 'app', type: 'Construct' },
      ...[...taken].map(([other, names]) => ({
        name: `{ ${names.join(', ')} }`,
        type: `ReturnType<typeof ${other.functionName}>`,
      })),
    ],
    body: [...body, ...(given.length === 0 ? [] : ['', returned(given)])],
  };
}

function returned(names: readonly string[]): string {
  const line = `  return { ${names.join(', ')} };`;
  return line.length <= WIDTH
    ? line
    : ['  return {', ...names.map((name) => `    ${name},`), '  };'].join('\n');
}
