import { identityOf, type Manifest } from '../../manifests/manifest';
import { readYaml } from '../../manifests/read-yaml';
import type { SourceModule } from '../app/source-module';
import type { Libraries } from '../libraries';
import { type Difference, differencesBetween } from './differences';
import { firstLine, mistakesOf } from './mistakes';
import { runModules } from './run';
import { isSameVersion } from './trial';

/** A field that differs between an object that was read and the one that the app makes. */
export interface ObjectDifference extends Difference {
  readonly manifest: Manifest;
}

/** What the app makes. */
export interface Proof {
  readonly differences: readonly ObjectDifference[];
  /** Objects that only the app has. */
  readonly added: readonly Manifest[];
  /** Objects that come in another version of the API, which is the same object. */
  readonly renamed: readonly Manifest[];
}

/** The app does not synthesize, because of these mistakes. */
export interface Refusal {
  readonly mistakes: readonly string[];
}

/** Where an app runs. */
export interface ProofPlace {
  readonly libraries: Libraries;
  /** The folder of the other files that the app reads. */
  readonly folder: string;
}

/** Synthesizes the app as it is written, and compares each object of its output with the one that was read. */
export function prove(
  modules: readonly SourceModule[],
  manifests: readonly Manifest[],
  { libraries, folder }: ProofPlace,
): Proof | Refusal {
  const synthesized = synthesize(modules, { libraries, folder });
  if (typeof synthesized !== 'string') {
    return synthesized;
  }
  const outputs = readYaml(synthesized, 'app').manifests;
  const byKey = new Map(keyed(outputs));
  const differences: ObjectDifference[] = [];
  const renamed: Manifest[] = [];
  for (const [key, manifest] of keyed(manifests)) {
    const output = byKey.get(key);
    byKey.delete(key);
    const isRenamed =
      output !== undefined &&
      output.apiVersion !== manifest.apiVersion &&
      isSameVersion(manifest, output.apiVersion);
    if (isRenamed) {
      renamed.push(manifest);
    }
    const made = isRenamed ? { ...output.object, apiVersion: manifest.apiVersion } : output?.object;
    differences.push(
      ...differencesBetween(manifest.object, made).map((difference) => ({ manifest, ...difference })),
    );
  }
  return { differences, added: [...byKey.values()], renamed };
}

/** The objects by identity; those without a name by their order. */
function keyed(manifests: readonly Manifest[]): [string, Manifest][] {
  let nameless = 0;
  return manifests.map((manifest) => [identityOf(manifest) ?? `${nameless++}`, manifest]);
}

function synthesize(modules: readonly SourceModule[], { libraries, folder }: ProofPlace): string | Refusal {
  const { error: complain } = console;
  // The app prints its warnings. They are those of the input.
  console.error = () => {};
  try {
    return runModules(modules, libraries, folder).synthYaml() as string;
  } catch (error) {
    return { mistakes: mistakesOf(error) ?? [firstLine(error)] };
  } finally {
    console.error = complain;
  }
}
