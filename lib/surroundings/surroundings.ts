import type { IstioVersion } from '../istiod/istio-version';
import { givenMeshConfig, type MeshConfig } from '../istiod/mesh-config';
import type { Profile } from '../istiod/profile/profiles';
import type { Manifest } from '../manifests/manifest';

/** What somebody says of a mesh beside its manifests. */
export interface Surroundings {
  readonly istio?: IstioVersion | undefined;
  readonly profile?: Profile | undefined;
  /** The fields of the MeshConfig that are given. */
  readonly meshConfig?: Readonly<Record<string, unknown>> | undefined;
  /** Objects that exist elsewhere. */
  readonly context: readonly Manifest[];
  /** Codes that are not reported. */
  readonly ignore: readonly string[];
}

/** Surroundings, and who says so. */
export interface Told {
  /** A file, or an app. */
  readonly from: string;
  readonly surroundings: Surroundings;
}

/** Options that a call has, which win over what was told before. */
export interface GivenOptions {
  readonly istio?: IstioVersion | undefined;
  readonly profile?: Profile | undefined;
  /** Anything but undefined if the call has a MeshConfig. */
  readonly mesh?: unknown;
}

/** The surroundings that count. */
export interface Settled {
  readonly istio?: IstioVersion | undefined;
  readonly profile?: Profile | undefined;
  /** The configuration that was told; undefined if the call has one. */
  readonly mesh?: MeshConfig | undefined;
  readonly context: readonly Manifest[];
  readonly ignore: readonly string[];
}

/**
 * The surroundings that count: the version, the profile and the configuration of the call win over what was told, and the
 * context and the ignored codes of all add up.
 *
 * @throws Error if two apps say different things, and the call does not decide
 */
export function settled(told: readonly Told[], given: GivenOptions = {}): Settled {
  const istio = given.istio ?? theOnly(told, 'istio', '--istio');
  const profile = given.profile ?? theOnly(told, 'profile', '--profile');
  const meshConfig = given.mesh === undefined ? theOnly(told, 'meshConfig', '--mesh-config') : undefined;
  return {
    istio,
    profile,
    mesh: meshConfig && givenMeshConfig(meshConfig, profile),
    context: told.flatMap(({ surroundings }) => surroundings.context),
    ignore: [...new Set(told.flatMap(({ surroundings }) => surroundings.ignore))],
  };
}

/** What all say that say something. */
function theOnly<Name extends 'istio' | 'profile' | 'meshConfig'>(
  told: readonly Told[],
  name: Name,
  option: string,
): Surroundings[Name] {
  const saying = told.filter(({ surroundings }) => surroundings[name] !== undefined);
  const [first, ...others] = saying;
  const text = (one: Told | undefined) => JSON.stringify(one?.surroundings[name]);
  const other = others.find((one) => text(one) !== text(first));
  if (first && other) {
    const both = name === 'meshConfig' ? '' : `: ${text(first)} and ${text(other)}`;
    throw new Error(
      `${first.from} and ${other.from} differ in "${name}"${both}; name one of the folders, or say ${option}`,
    );
  }
  return first?.surroundings[name];
}

/** What was told, in a line for each who told something that counts. */
export function describeTold(told: readonly Told[]): string[] {
  return told.flatMap(({ from, surroundings: { istio, profile, meshConfig, context, ignore } }) => {
    const parts = [
      ...(istio === undefined ? [] : [`Istio ${istio}`]),
      ...(profile === undefined ? [] : [`profile ${profile}`]),
      ...(meshConfig === undefined ? [] : ['a mesh configuration']),
      ...(context.length === 0
        ? []
        : [`${context.length} ${context.length === 1 ? 'object' : 'objects'} elsewhere`]),
      ...(ignore.length === 0 ? [] : [`${ignore.join(' and ')} ignored`]),
    ];
    return parts.length === 0 ? [] : [`as ${from} says: ${parts.join(', ')}`];
  });
}
