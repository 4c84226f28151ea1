import { alternatives, shown, unknownProperty } from '../catalogue/words';
import { type IstioVersion, istioVersionOf, NEWEST_VERSION } from '../istiod/istio-version';
import { givenMeshConfig, type MeshConfig } from '../istiod/mesh-config';
import { readMeshConfig } from '../istiod/mesh-config-file';
import { PROFILES, type Profile } from '../istiod/profile/profiles';
import { readFiles, wholeManifests } from '../manifests/files';
import { isMistake } from '../manifests/is-mistake';
import { isRecord, type Manifest } from '../manifests/manifest';
import { nearest } from '../manifests/nearest';
import { objectsOf } from '../manifests/read-yaml';
import { whyNoObject } from '../manifests/why-no-object';
import type { ManifestCheckOptions } from './checking';
import { knownCode } from './message-types';

/** Options of the checks. */
export interface CheckOptions {
  /**
   * Codes that are not reported, such as IST0101. To leave out a code for a single object, annotate the object with
   * `galley.istio.io/analyze-suppress`.
   *
   * @default - all codes are reported
   */
  readonly ignore?: readonly string[];

  /**
   * Objects that exist already, so that other objects may refer to them, and on which nothing is reported: plain objects,
   * or paths of YAML files and folders. The objects of Istio's profile and, in an app, the objects that `fromXxxName()`
   * refers to are always part of the context.
   *
   * @default - only the objects that are always part of the context
   */
  readonly context?: readonly (string | Readonly<Record<string, unknown>>)[];

  /**
   * The profile with which Istio is installed: `demo` has an egress gateway and extension providers, and `minimal` has no
   * gateway.
   *
   * @default "default" - istiod and the ingress gateway
   */
  readonly profile?: Profile;

  /**
   * The configuration of the mesh, with the fields of Istio's MeshConfig, or the path of a YAML file with it. It is written
   * over the configuration of the profile.
   *
   * @default - the configuration in the ConfigMap `istio` if it is among the objects, else that of the profile
   * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
   */
  readonly meshConfig?: string | Readonly<Record<string, unknown>>;

  /**
   * The version of Istio: `1.30`, `1.31` or `1.32`. Fields and values that it does not have are refused, and the rules
   * follow it.
   *
   * @default "1.32"
   */
  readonly istio?: IstioVersion;
}

type OptionName = keyof CheckOptions;

const NAMES: readonly OptionName[] = ['ignore', 'context', 'profile', 'meshConfig', 'istio'];

/**
 * Options as a program, an app or a file gives them, where nothing has checked their types.
 *
 * @param owner what the options are a part of, for errors: `checks`; empty if they are not a part of anything
 * @param others further properties that the owner has
 * @throws Error if an option is unknown or has a wrong value, or if a file that it names cannot be read
 */
export function readOptions(
  given: unknown,
  owner: string,
  others: readonly string[] = [],
): ManifestCheckOptions {
  if (!isRecord(given)) {
    throw new Error(`${owner || 'options'} is ${shown(given)}; use an object`);
  }
  const nameOf = (option: string) => (owner === '' ? option : `${owner}.${option}`);
  const known = [...others, ...NAMES];
  const unknown = Object.keys(given).find((option) => !known.includes(option));
  if (unknown !== undefined) {
    throw new Error(`${nameOf(unknown)} ${unknownProperty(nearest(unknown, known), known)}`);
  }
  const read = <Value>(option: OptionName, readValue: (value: unknown, name: string) => Value) =>
    given[option] === undefined ? undefined : readValue(given[option], nameOf(option));
  const profile = read('profile', (value, name) => readChoice(value, name, PROFILES));
  return {
    profile,
    ignore: read('ignore', codesFrom),
    context: read('context', contextFrom),
    mesh: read('meshConfig', (value, name) => meshConfigFrom(value, name, profile)),
    istio: read('istio', versionFrom),
  };
}

/** Options together with what was said elsewhere, which they win over or add to. */
export function inSurroundings(
  options: ManifestCheckOptions,
  {
    istio,
    profile,
    mesh,
    context,
    ignore,
  }: Required<Pick<ManifestCheckOptions, 'context' | 'ignore'>> & ManifestCheckOptions,
): ManifestCheckOptions {
  return {
    istio: options.istio ?? istio,
    profile: options.profile ?? profile,
    mesh: options.mesh ?? mesh,
    context: [...context, ...(options.context ?? [])],
    ignore: [...ignore, ...(options.ignore ?? [])],
  };
}

/** One of a few words. */
export function readChoice<Word extends string>(value: unknown, name: string, words: readonly Word[]): Word {
  const word = words.find((known) => known === value);
  if (word === undefined) {
    throw new Error(`${name} ${shown(value)} is unknown; use ${alternatives(words)}`);
  }
  return word;
}

function listOf(value: unknown, name: string, what: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new Error(`${name} is ${shown(value)}; use a list of ${what}`);
  }
  return value;
}

function codesFrom(value: unknown, name: string): string[] {
  return listOf(value, name, 'codes').map((code, i) => {
    const item = `${name}[${i}]`;
    if (typeof code !== 'string') {
      throw new Error(`${item} is ${shown(code)}; use a code such as IST0101`);
    }
    return knownCode(code, item);
  });
}

/** The objects of the context. */
function contextFrom(value: unknown, name: string): Manifest[] {
  return listOf(value, name, 'paths and objects').flatMap((item, i) => existing(item, `${name}[${i}]`));
}

function existing(item: unknown, name: string): readonly Manifest[] {
  if (typeof item === 'string') {
    return readAt(name, () => wholeManifests(readFiles([item])));
  }
  const why = whyNoObject(item);
  if (why !== undefined) {
    throw new Error(`${name} ${isRecord(item) ? why : `is ${shown(item)}; use a path or an object`}`);
  }
  return objectsOf(item);
}

function meshConfigFrom(value: unknown, name: string, profile: Profile | undefined): MeshConfig {
  if (typeof value === 'string') {
    return readAt(name, () => readMeshConfig(value, profile));
  }
  if (!isRecord(value)) {
    throw new Error(`${name} is ${shown(value)}; use the path of a YAML file or an object`);
  }
  return readAt(name, () => givenMeshConfig(value, profile));
}

function versionFrom(value: unknown, name: string): IstioVersion {
  if (typeof value !== 'string') {
    // YAML reads 1.30 as the number 1.3.
    throw new Error(`${name} is ${shown(value)}; write the version in quotes: "${NEWEST_VERSION}"`);
  }
  return readAt(name, () => istioVersionOf(value));
}

/** Returns what `read` returns. Errors begin with the name of the option. */
function readAt<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw isMistake(error) ? new Error(`${name}: ${error.message}`) : error;
  }
}
