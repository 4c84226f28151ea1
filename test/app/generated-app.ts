import { ApiObject, type App, Chart, type IResolver, JsonPatch, Lazy, type ResolutionContext } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import fc from 'fast-check';

/** What an app is made of; the same model builds an App and a MeshApp. */
export interface AppModel {
  readonly charts: ChartModel[];
  readonly dependencies: readonly DependencyModel[];
  /** Positions of constructs that find fault with themselves. */
  readonly mistakes: readonly number[];
}

/** From one construct to another: numbers from 0 to 1 are positions in the list of all. */
interface DependencyModel {
  readonly ends: readonly [number, number];
  /** Goes either way, or to itself, which makes cycles; others go to later constructs. */
  readonly isWild: boolean;
}

interface ChartModel {
  readonly id: string;
  readonly namespace: string | undefined;
  readonly hashes: boolean;
  readonly overrides: boolean;
  readonly objects: ObjectModel[];
  readonly charts: ChartModel[];
}

interface ObjectModel {
  readonly id: string;
  readonly kind: string;
  readonly name: string | undefined;
  readonly depth: 0 | 1 | 2;
  readonly spec: unknown;
  readonly special: 'none' | 'lazy' | 'patch' | 'override' | 'throws' | 'function' | 'date' | 'no metadata';
}

// Whole numbers are special as keys of objects, Default and Resource in names; some texts need quotes in YAML.
const ids = fc
  .oneof(
    fc.constantFrom(
      '1',
      '07',
      '10',
      'a',
      'A_b',
      'Default',
      'Resource',
      'x/y',
      'ä',
      'construct-metadata',
      'a--b',
    ),
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.stringMatching(/^[a-z]{1,3}$/),
  )
  // constructs takes what every object has for a child that is there already.
  .filter((id) => !(id in {}));
const texts = fc.oneof(
  fc.constantFrom('', 'yes', '012', '1e3', '12:30', 'a: b', '- a', 'two\nlines\n', ' a', '$name', '~', '%'),
  fc.string(),
);
const specs = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    texts,
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(texts, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const objects: fc.Arbitrary<ObjectModel> = fc.record({
  id: ids,
  kind: fc.constantFrom('ConfigMap', 'CronJob', 'Odd/Kind'),
  name: fc.option(fc.constantFrom('same', 'o.ther', 'sl/ash'), { nil: undefined }),
  depth: fc.constantFrom(0, 1, 2),
  spec: specs,
  special: fc.oneof(
    { weight: 100, arbitrary: fc.constantFrom('none', 'lazy', 'patch', 'override') },
    { weight: 1, arbitrary: fc.constantFrom('throws', 'function', 'date', 'no metadata') },
  ),
});

const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const rarely = (weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const unique = <T extends { readonly id: string }>(of: fc.Arbitrary<T>, maxLength: number) =>
  fc.uniqueArray(of, { maxLength, selector: ({ id }) => id.replaceAll('/', '--').replaceAll('\n', '--') });

const charts = (depth: number): fc.Arbitrary<ChartModel> =>
  fc.record({
    id: ids,
    namespace: fc.option(fc.constant('shop'), { nil: undefined }),
    hashes: fc.boolean(),
    overrides: rarely(9),
    objects: unique(objects, 4),
    charts: depth === 0 ? fc.constant([]) : unique(charts(depth - 1), 2),
  });

export const appModels: fc.Arbitrary<AppModel> = fc.record({
  charts: unique(charts(2), 4),
  dependencies: fc.array(fc.record({ ends: fc.tuple(position, position), isWild: rarely(20) }), {
    maxLength: 5,
  }),
  mistakes: fc.oneof(
    { weight: 8, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(position, { maxLength: 2 }) },
  ),
});

/** Builds the app; `seen` is told of each Lazy that is evaluated. */
export function build(app: App, model: AppModel, seen: (path: string) => void): void {
  const constructs: IConstruct[] = [];
  const addChart = (scope: Construct, chart: ChartModel): void => {
    const type = chart.overrides ? OverridingChart : Chart;
    const added = new type(scope, chart.id, {
      namespace: chart.namespace,
      disableResourceNameHashes: !chart.hashes,
    });
    constructs.push(added);
    // Ids of charts and objects may clash.
    const inner = new Construct(added, 'inner of all');
    for (const object of chart.objects) {
      constructs.push(...addObject(inner, object, seen));
    }
    for (const nested of chart.charts) {
      addChart(added, { ...nested, id: `${nested.id} ` });
    }
  };
  for (const chart of model.charts) {
    addChart(app, chart);
  }
  const at = (position: number) => constructs[Math.floor(position * constructs.length)] as IConstruct;
  if (constructs.length > 0) {
    for (const { ends, isWild } of model.dependencies) {
      const [source, target] = isWild ? ends : [Math.min(...ends), Math.max(...ends)];
      if (isWild || at(source) !== at(target)) {
        at(source).node.addDependency(at(target));
      }
    }
    for (const mistaken of model.mistakes) {
      at(mistaken).node.addValidation({ validate: () => ['is wrong', 'very wrong'] });
    }
  }
}

function addObject(scope: Construct, model: ObjectModel, seen: (path: string) => void): IConstruct[] {
  const wrappers: Construct[] = [];
  let parent = scope;
  for (let i = 0; i < model.depth; i++) {
    parent = new Construct(parent, `${model.id} ${i}`);
    wrappers.push(parent);
  }
  const type = model.special === 'override' ? OverridingObject : ApiObject;
  const object: ApiObject = new type(parent, model.id, {
    apiVersion: 'v1',
    kind: model.kind,
    metadata: model.name === undefined ? undefined : { name: model.name },
    spec: specOf(model, () => seen(object.node.path)),
  });
  if (model.special === 'patch') {
    object.addJsonPatch(
      JsonPatch.add('/status', { patched: [model.spec] }),
      JsonPatch.copy('/status', '/again'),
    );
  }
  if (model.special === 'no metadata') {
    object.addJsonPatch(JsonPatch.remove('/metadata'));
  }
  return [...wrappers, object];
}

function specOf({ special, spec }: ObjectModel, seen: () => void): unknown {
  switch (special) {
    case 'lazy':
      return {
        value: Lazy.any({
          produce: () => {
            seen();
            return spec;
          },
        }),
      };
    case 'throws':
      return Lazy.any({
        produce: () => {
          throw new Error('cannot say');
        },
      });
    case 'function':
      return { value: () => spec };
    case 'date':
      return { value: new Date(0) };
    default:
      return spec;
  }
}

class OverridingChart extends Chart {
  override toJson(): unknown[] {
    return [...super.toJson().reverse(), undefined, { kind: 'Extra', metadata: { name: 'extra' } }];
  }
}

class OverridingObject extends ApiObject {
  override toJson(): unknown {
    const json = super.toJson();
    // The same object twice becomes an anchor and an alias.
    return { ...json, twin: json.metadata };
  }
}

/** Replaces `$name`, and tells of every value that it is shown. */
export class NameResolver implements IResolver {
  constructor(private readonly seen: (value: string) => void) {}

  resolve(context: ResolutionContext): void {
    this.seen(`${context.obj.node.path} ${context.key.join('.')}`);
    if (context.value === '$name') {
      context.replaceValue(context.obj.name);
    }
  }
}
