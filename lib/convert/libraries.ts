import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolved } from './installed';
import { TypeTable } from './objects/type-table';

/** What modules export. */
export type Exports = Readonly<Record<string, unknown>>;

const OWN = 'cdk8s-istio';
export const CDK8S_PLUS = 'cdk8s-plus-28';

/** The modules that an app imports, from where this package is installed, and the types of those that are generated. */
export class Libraries {
  private readonly loaded = new Map<string, Exports>();
  private readonly tables = new Map<string, TypeTable | undefined>();

  /** @param root the folder of this package */
  constructor(private readonly root: string) {}

  /** @throws Error if the package is not installed */
  load(module: string): Exports {
    const known = this.loaded.get(module) ?? this.loadAnew(module);
    this.loaded.set(module, known);
    return known;
  }

  /** The types of an API group of Istio; undefined if there are none. */
  typesOfGroup(group: string): TypeTable | undefined {
    return this.table(`${OWN}/imports/${group}`, (module) => ({
      file: this.ownFile(`imports/${group}`, '.d.ts'),
      values: () => this.load(module),
    }));
  }

  /** The types of the kinds of Kubernetes; undefined if cdk8s-plus is not installed. */
  typesOfKubernetes(): TypeTable | undefined {
    return this.table(CDK8S_PLUS, (module) => {
      const main = resolved(this.root, module);
      return {
        file: main && join(dirname(main), 'imports/k8s.d.ts'),
        values: () => this.load(module).k8s as Exports,
      };
    });
  }

  private table(
    module: string,
    sources: (module: string) => { readonly file: string | undefined; values(): Exports },
  ): TypeTable | undefined {
    if (!this.tables.has(module)) {
      const { file, values } = sources(module);
      const table =
        file !== undefined && existsSync(file)
          ? new TypeTable(readFileSync(file, 'utf8'), values())
          : undefined;
      this.tables.set(module, table);
    }
    return this.tables.get(module);
  }

  private loadAnew(module: string): Exports {
    const [, path] = module.split(`${OWN}/`);
    if (module === OWN || path !== undefined) {
      return require(this.ownFile(path ?? 'lib/index', '.js'));
    }
    return require(resolved(this.root, module) ?? module);
  }

  /** A checkout has sources, and the package has what is built of them. */
  private ownFile(path: string, extension: string): string {
    const source = join(this.root, `${path}.ts`);
    return existsSync(source) ? source : join(this.root, 'build', `${path}${extension}`);
  }
}
