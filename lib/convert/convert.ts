import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECRET } from '../manifests/kinds';
import { isOf, type Manifest } from '../manifests/manifest';
import type { Surroundings } from '../surroundings';
import { contextText, elsewhere } from '../surroundings/context-file';
import { type AppPlan, appModules } from './app/app-modules';
import { CONTEXT_FILE } from './app/mesh-app';
import { asTypeScript, type SourceModule } from './app/source-module';
import { Libraries } from './libraries';
import { asApplied } from './objects/server-fields';
import type { Entry } from './plan/entry';
import { settle } from './plan/settle';
import { codesIn } from './proof/mistakes';
import { type Proof, type ProofPlace, prove } from './proof/prove';

/** How manifests are converted. */
export interface ConvertOptions {
  /** The folder of this package, from where the libraries are loaded. */
  readonly root: string;
  /** Whether Secrets become part of the app, with their data. */
  readonly withSecrets?: boolean;
  /**
   * What is said of the mesh beside the manifests.
   *
   * @default - the defaults of `MeshApp`
   */
  readonly surroundings?: Surroundings;
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
  /** What is said of the mesh. The context has no objects of the app. */
  readonly surroundings: Surroundings;
}

const NOTHING_SAID: Surroundings = { context: [], ignore: [] };

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
  { root, withSecrets = false, surroundings: told = NOTHING_SAID }: ConvertOptions,
): Conversion {
  const libraries = new Libraries(root);
  const cleaned = manifests.map(asApplied);
  const wanted = cleaned.map(({ manifest }) => manifest);
  const secrets = withSecrets ? [] : wanted.filter((manifest) => isOf(SECRET, manifest));
  const surroundings = { ...told, context: elsewhere(told.context, wanted) };
  const { order, mistakes: known } = settle(wanted, { secrets, mesh: surroundings, libraries });
  const entries = [...order.entries.values()].flat();
  const beside = filesBeside(surroundings);
  const proven = besideFiles(beside, (folder) =>
    provenApp({ order, mistakes: known, secrets, surroundings }, { libraries, folder }),
  );
  const left = [...new Set(cleaned.flatMap(({ left }) => left))];
  const hasPlus = libraries.typesOfKubernetes() !== undefined;
  const files = filesOf(proven.modules, beside);
  const { proof, mistakes } = proven;
  return { files, proof, entries, mistakes, secrets, left, hasPlus, surroundings };
}

interface ProvenApp {
  readonly modules: readonly SourceModule[];
  readonly proof: Proof;
  readonly mistakes: readonly string[];
}

/** The app, and what it makes; with the codes of all mistakes that its checks find. */
function provenApp(plan: AppPlan, place: ProofPlace): ProvenApp {
  const manifests = [...plan.order.entries.values()].flat().map(({ manifest }) => manifest);
  let { mistakes } = plan;
  for (;;) {
    const modules = appModules({ ...plan, mistakes });
    const proof = prove(modules, manifests, place);
    if ('differences' in proof) {
      return { modules, proof, mistakes };
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

/** The files that the app reads. */
function filesBeside({ context }: Surroundings): Record<string, string> {
  return context.length === 0 ? {} : { [CONTEXT_FILE]: contextText(context) };
}

/** Calls a function with a folder that has the files, if there are any, and that is removed again. */
function besideFiles<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Result,
): Result {
  const entries = Object.entries(files);
  if (entries.length === 0) {
    return use('');
  }
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-'));
  try {
    for (const [name, text] of entries) {
      writeFileSync(join(folder, name), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function filesOf(
  modules: readonly SourceModule[],
  beside: Readonly<Record<string, string>>,
): Record<string, string> {
  return {
    'main.ts': MAIN,
    ...beside,
    ...Object.fromEntries(modules.map((module) => [`${module.path}.ts`, asTypeScript(module)])),
  };
}
