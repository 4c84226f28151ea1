import type { ApiObject, App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import * as constructCodes from '../../catalogue/construct-codes';
import type { IstioVersion } from '../../istiod/istio-version';
import type { Surroundings } from '../../surroundings';
import type { Libraries } from '../libraries';
import { CHART, isOfIstio } from '../objects/object-code';
import type { ChartPlan } from '../plan/charts';
import type { Entry, Lowered } from '../plan/entry';
import type { Order } from '../plan/order';
import { differencesBetween } from './differences';
import { evaluate } from './evaluate';
import { codesIn, firstLine } from './mistakes';

/** What came of making all objects once. */
export interface Trial {
  /** Objects that cannot be made in the way that was tried. */
  readonly failures: ReadonlyMap<Entry, Lowered>;
  /** What the constructs find wrong and an app may ignore, one line each. */
  readonly mistakes: readonly string[];
}

/** The app of this package, as far as it is used here. */
export interface AppClasses {
  readonly MeshApp: new (props: {
    readonly istio: IstioVersion | undefined;
    readonly checks: { readonly ignore: readonly string[] };
  }) => App;
}

/** Codes of wrong calls, which a call of another construct mends. */
const WRONG_CALLS: ReadonlySet<string> = new Set(Object.values(constructCodes).map(({ code }) => code));

/** What is said of the mesh of the app, as far as constructs ask for it. */
export type TrialMesh = Pick<Surroundings, 'istio' | 'ignore'>;

/** Makes all objects in an app, and compares each with the one that was read. */
export function tryOut(order: Order, libraries: Libraries, { istio, ignore }: TrialMesh): Trial {
  const { MeshApp } = libraries.load('cdk8s-istio') as unknown as AppClasses;
  const trial = new AppTrial(libraries, new MeshApp({ istio, checks: { ignore } }));
  for (const chart of order.charts) {
    trial.make(chart, order.entries.get(chart) ?? []);
  }
  return trial.judge(new Set(ignore));
}

class AppTrial {
  private readonly values = new Map<string, unknown>(Object.entries({ JSON, Buffer }));
  private readonly failures = new Map<Entry, Lowered>();
  private readonly constructs = new Map<Entry, IConstruct>();
  private readonly cdk8s: typeof import('cdk8s');

  constructor(
    private readonly libraries: Libraries,
    private readonly app: App,
  ) {
    this.cdk8s = libraries.load('cdk8s') as unknown as typeof import('cdk8s');
  }

  make(chart: ChartPlan, entries: readonly Entry[]): void {
    const { id, namespace } = chart;
    this.values.set(CHART, new this.cdk8s.Chart(this.app, id, namespace === undefined ? {} : { namespace }));
    for (const entry of entries) {
      try {
        const construct = this.valueOf(entry);
        this.values.set(entry.variable, construct);
        if (entry.patch) {
          evaluate(entry.patch, this.values, this.libraries);
        }
        // What takes the name away from an object without one returns nothing.
        if (construct !== undefined) {
          this.constructs.set(entry, construct as IConstruct);
        }
      } catch (error) {
        this.failures.set(entry, { className: entry.className, message: firstLine(error) });
      }
    }
  }

  judge(ignored: ReadonlySet<string>): Trial {
    const mistakes: string[] = [];
    for (const [entry, construct] of this.constructs) {
      const { className } = entry;
      try {
        const found = construct.node
          .findAll()
          .flatMap(({ node }) => node.validate().map((text) => `[${node.path}] ${text}`));
        const fatal = found.find((text) => !mayBeIgnored(text, ignored));
        const field = this.firstDifference(entry, construct);
        if (field || fatal !== undefined) {
          this.failures.set(entry, { className, field, message: fatal });
        } else {
          mistakes.push(...found);
        }
      } catch (error) {
        this.failures.set(entry, { className, message: firstLine(error) });
      }
    }
    return { failures: this.failures, mistakes };
  }

  private valueOf({ outside, code }: Entry): unknown {
    for (const { variable, code } of outside) {
      if (!this.values.has(variable)) {
        this.values.set(variable, evaluate(code, this.values, this.libraries));
      }
    }
    return code && evaluate(code, this.values, this.libraries);
  }

  private firstDifference({ manifest }: Entry, construct: IConstruct): Lowered['field'] {
    const [made] = construct.node.findAll().filter(this.cdk8s.ApiObject.isApiObject) as ApiObject[];
    const { apiVersion, ...rest } = made?.toJson() ?? {};
    const [difference] = differencesBetween(manifest.object, {
      apiVersion: isSameVersion(manifest, apiVersion) ? manifest.apiVersion : apiVersion,
      ...rest,
    });
    return difference?.field;
  }
}

/** Versions of Istio's API that there have been. */
const ISTIO_VERSION = /^v1((alpha|beta)\d)?$/;

/** Whether an object of an API version is the same as one of another: Istio's versions are names for one and the same kind. */
export function isSameVersion(manifest: Entry['manifest'], apiVersion: unknown): boolean {
  const [version] = manifest.apiVersion.split('/').slice(-1);
  return (
    isOfIstio(manifest) &&
    ISTIO_VERSION.test(version ?? '') &&
    String(apiVersion).startsWith(`${manifest.group}/`)
  );
}

function mayBeIgnored(mistake: string, ignored: ReadonlySet<string>): boolean {
  const codes = codesIn(mistake);
  return codes.some((code) => !ignored.has(code)) && !codes.some((code) => WRONG_CALLS.has(code));
}
