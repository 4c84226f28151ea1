import * as cdk8s from 'cdk8s';
import type { Construct } from 'constructs';
import * as library from '../../../lib';
import { type Expression, variable } from '../../../lib/code';
import { istioConstruct } from '../../../lib/convert/istio';
import type { Referenced, References } from '../../../lib/convert/references';
import { fieldsOf, objectsIn, textOf, textsIn } from '../../../lib/manifests/fields';
import { DESTINATION_RULE, type Kind, SERVICE, SERVICE_ENTRY } from '../../../lib/manifests/kinds';
import { type FieldPath, isOf, type Manifest, manifestOf } from '../../../lib/manifests/manifest';

const MODULES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  cdk8s: cdk8s as never,
  'cdk8s-istio': library as never,
};

/** What became of an object of Istio. */
export interface Outcome {
  readonly manifest: Manifest;
  /** The spec that the construct makes, with the patches. */
  readonly spec?: unknown;
  /** The fields that the properties cannot say. */
  readonly patched: readonly FieldPath[];
  /** Why there is no construct. */
  readonly unsaid?: FieldPath;
  /** The code that makes the construct. */
  readonly code?: Expression;
}

/** Converts the objects of Istio in a mesh, runs the code unless told otherwise, and returns what the constructs make. */
export function raiseAll(objects: readonly object[], isRun = true): Outcome[] {
  const all = objects.flatMap((object) => manifestOf(object) ?? []);
  const app = new App(all, isRun);
  return all.filter(({ group }) => group.endsWith('istio.io')).map((manifest) => app.outcome(manifest));
}

/** Constructs in the order in which references lead, each made when it is first asked for. */
class App {
  private readonly app = cdk8s.Testing.app();
  private readonly charts = new Map<string, cdk8s.Chart>();
  private readonly made = new Map<Manifest, Construct | undefined>();
  private readonly outcomes = new Map<Manifest, Outcome>();
  private readonly variables = new Map<string, unknown>();

  constructor(
    private readonly all: readonly Manifest[],
    private readonly isRun: boolean,
  ) {}

  outcome(manifest: Manifest): Outcome {
    this.construct(manifest);
    return this.outcomes.get(manifest) as Outcome;
  }

  private construct(manifest: Manifest): Construct | undefined {
    if (!this.made.has(manifest)) {
      this.made.set(manifest, undefined);
      this.made.set(manifest, this.make(manifest));
    }
    return this.made.get(manifest);
  }

  private make(manifest: Manifest): Construct | undefined {
    const chart = this.chart(manifest.namespace);
    const id = `${manifest.kind}-${manifest.name}-${this.made.size}`;
    if (!manifest.group.endsWith('istio.io')) {
      return new cdk8s.ApiObject(chart, id, manifest.object as never);
    }
    const raised = istioConstruct(manifest, this.references(manifest));
    if (!raised || 'unsaid' in raised) {
      this.outcomes.set(manifest, { manifest, patched: [], unsaid: raised?.unsaid ?? [] });
      return undefined;
    }
    const { construct, isMethod, props, patches } = raised;
    const args = [variable('chart'), id, { metadata: { name: manifest.name }, ...props }];
    const code = isMethod ? construct.call(...args) : construct.make(...args);
    if (!this.isRun) {
      this.outcomes.set(manifest, { manifest, patched: patches.map(({ because }) => because), code });
      return undefined;
    }
    const made = this.run(code, chart) as Construct;
    const raw = cdk8s.ApiObject.of(made);
    for (const { field, value } of patches) {
      const path = `/${field.map((step) => `${step}`.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
      const isItem = typeof field.at(-1) === 'number';
      raw.addJsonPatch(isItem ? cdk8s.JsonPatch.replace(path, value) : cdk8s.JsonPatch.add(path, value));
    }
    this.outcomes.set(manifest, {
      manifest,
      spec: raw.toJson().spec,
      patched: patches.map(({ because }) => because),
      code,
    });
    return made;
  }

  /** The variable of a construct: its name, unless another one has it. */
  private variableOf(construct: Construct, { kind, name, namespace }: Manifest): string {
    const short = kind === 'DestinationRule' ? `${name}Rule` : name;
    const taken = this.variables.get(short);
    const variable = taken === undefined || taken === construct ? short : `${kind}:${namespace}/${name}`;
    this.variables.set(variable, construct);
    return variable;
  }

  private chart(namespace: string): cdk8s.Chart {
    const chart =
      this.charts.get(namespace) ?? new cdk8s.Chart(this.app, `chart-${namespace}`, { namespace });
    this.charts.set(namespace, chart);
    return chart;
  }

  /** The value of an expression. */
  private run({ node }: Expression, chart: cdk8s.Chart): unknown {
    const run = (expression: Expression) => this.run(expression, chart);
    switch (node.is) {
      case 'data':
        return node.value;
      case 'variable':
        return node.name === 'chart'
          ? chart
          : node.name === 'Buffer'
            ? Buffer
            : this.variables.get(node.name);
      case 'import':
        return MODULES[node.from]?.[node.name];
      case 'member':
        return (run(node.of) as Record<string, unknown>)[node.name];
      case 'object':
        return Object.fromEntries([...node.fields].map(([key, value]) => [key, run(value)]));
      case 'list':
        return node.items.map(run);
      case 'call': {
        const args = node.args.map(run);
        if (node.isNew) {
          return Reflect.construct(run(node.callee) as new () => unknown, args);
        }
        const self = node.callee.node.is === 'member' ? run(node.callee.node.of) : undefined;
        return Reflect.apply(run(node.callee) as () => unknown, self, args);
      }
    }
  }

  private references(asking: Manifest): References {
    const refer = (manifest: Manifest | undefined): Referenced | undefined => {
      const construct = manifest && this.construct(manifest);
      if (!manifest || !construct) {
        return undefined;
      }
      return { code: variable(this.variableOf(construct, manifest)), manifest };
    };
    const find = (kind: Kind, has: (manifest: Manifest) => boolean) => {
      const found = this.all.filter((manifest) => isOf(kind, manifest) && has(manifest));
      return found.length === 1 ? refer(found[0]) : undefined;
    };
    const whole = (host: string, namespace: string) =>
      host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
    return {
      all: this.all,
      object: (kind, name, namespace = asking.namespace) =>
        find(kind, (manifest) => manifest.name === name && manifest.namespace === namespace),
      service: (host) =>
        find(SERVICE, ({ name, namespace }) => whole(name, namespace) === whole(host, asking.namespace)),
      serviceEntry: (host) => find(SERVICE_ENTRY, ({ spec }) => textsIn(fieldsOf(spec).hosts).includes(host)),
      destinationRule: (host, subset) =>
        find(DESTINATION_RULE, ({ spec, namespace }) => {
          const { host: theirs, subsets } = fieldsOf(spec);
          const has = objectsIn(subsets).some(({ name }) => name === subset);
          return has && whole(textOf(theirs) ?? '', namespace) === whole(host, asking.namespace);
        }),
      workload: (labels, namespace = asking.namespace) => {
        const found = this.all.filter((manifest) => {
          const { matchLabels } = fieldsOf(fieldsOf(manifest.spec).selector);
          const isIt =
            manifest.kind === 'Deployment' && manifest.namespace === namespace && matchLabels !== undefined;
          return isIt && sorted(matchLabels) === sorted(labels);
        });
        return found.length === 1 ? refer(found[0]) : undefined;
      },
      outside: ({ kind, name, namespace = asking.namespace }, make) => {
        const outside = `${kind}:${namespace}/${name}`;
        if (!this.variables.has(outside)) {
          const code = make(variable('chart'), outside.replaceAll('/', '.'));
          this.variables.set(outside, this.run(code, this.chart(asking.namespace)));
        }
        return variable(outside);
      },
    };
  }
}

function sorted(labels: unknown): string {
  return JSON.stringify(Object.entries(fieldsOf(labels)).sort());
}
