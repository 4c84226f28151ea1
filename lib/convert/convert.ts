import { SECRET } from '../manifests/kinds';
import { isOf, type Manifest } from '../manifests/manifest';
import { appModules } from './app/app-modules';
import { asTypeScript, type SourceModule } from './app/source-module';
import { Libraries } from './libraries';
import { asApplied } from './objects/server-fields';
import type { Entry } from './plan/entry';
import { settle } from './plan/settle';
import { codesIn } from './proof/mistakes';
import { type Proof, prove } from './proof/prove';

/** How manifests are converted. */
export interface ConvertOptions {
  /** The folder of this package, from where the libraries are loaded. */
  readonly root: string;
  /** Whether Secrets become part of the app, with their data. */
  readonly withSecrets?: boolean;
}

/** An app that makes the objects of the input. */
export interface Conversion {
  /** The source files by their paths in the project. */
  readonly files: Readonly<Record<string, string>>;
  readonly proof: Proof;
  /** The objects of the app. */
  readonly entries: readonly Entry[];
  /** What is wrong with the objects, one line each. The app ignores their codes. */
  readonly mistakes: readonly string[];
  /** Secrets that are not part of the app. */
  readonly secrets: readonly Manifest[];
  /** Fields that were left out, because the API server writes them. */
  readonly left: readonly string[];
  /** Whether cdk8s-plus is installed, which has the classes of Kubernetes' kinds. */
  readonly hasPlus: boolean;
}

const MAIN = `import { createApp } from './app';

createApp().synth();
`;

/**
 * Writes an app that makes the objects of manifests, runs it, and compares what it makes with the manifests.
 *
 * @param manifests objects with different names
 * @throws Error if the app cannot be run
 */
export function convert(
  manifests: readonly Manifest[],
  { root, withSecrets = false }: ConvertOptions,
): Conversion {
  const libraries = new Libraries(root);
  const cleaned = manifests.map(asApplied);
  const wanted = cleaned.map(({ manifest }) => manifest);
  const secrets = withSecrets ? [] : wanted.filter((manifest) => isOf(SECRET, manifest));
  const { order, mistakes: known } = settle(wanted, secrets, libraries);
  const entries = [...order.entries.values()].flat();
  let mistakes = known;
  for (;;) {
    const modules = appModules({ order, mistakes, secrets });
    const proof = prove(
      modules,
      entries.map(({ manifest }) => manifest),
      libraries,
    );
    if ('differences' in proof) {
      const left = [...new Set(cleaned.flatMap(({ left }) => left))];
      const hasPlus = libraries.typesOfKubernetes() !== undefined;
      return { files: filesOf(modules), proof, entries, mistakes, secrets, left, hasPlus };
    }
    const news = proof.mistakes.filter(
      (mistake) => codesIn(mistake).length > 0 && !mistakes.includes(mistake),
    );
    if (news.length === 0) {
      throw new Error(`the app does not synthesize: ${proof.mistakes.join('\n')}`);
    }
    mistakes = [...mistakes, ...news];
  }
}

function filesOf(modules: readonly SourceModule[]): Record<string, string> {
  return {
    'main.ts': MAIN,
    ...Object.fromEntries(modules.map((module) => [`${module.path}.ts`, asTypeScript(module)])),
  };
}
