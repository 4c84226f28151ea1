import { type IstioVersion, istioVersionOf, NEWEST_VERSION } from '../istiod/istio-version';
import type { MeshConfig } from '../istiod/mesh-config';
import { readMeshConfig } from '../istiod/mesh-config-file';
import { DEFAULT_PROFILE, PROFILES, type Profile } from '../istiod/profile/profiles';
import { attempt, choice } from './usage';

/** The options that say how Istio is installed, for `parseArgs`. */
export const MESH_OPTIONS = {
  'mesh-config': { type: 'string' },
  istio: { type: 'string', default: NEWEST_VERSION as string },
  profile: { type: 'string', default: DEFAULT_PROFILE as string },
} as const;

interface MeshValues {
  readonly istio: string;
  readonly profile: string;
  readonly 'mesh-config'?: string | undefined;
}

/**
 * What the options say.
 *
 * @throws UsageError if the version or the profile is unknown, or the file is not a MeshConfig
 */
export function meshOptionsFrom({ istio, profile, 'mesh-config': file }: MeshValues): {
  readonly istio: IstioVersion;
  readonly profile: Profile;
  readonly mesh?: MeshConfig;
} {
  const installed = choice('--profile', profile, PROFILES);
  return {
    istio: attempt(() => istioVersionOf(istio)),
    profile: installed,
    ...(file === undefined ? {} : { mesh: attempt(() => readMeshConfig(file, installed)) }),
  };
}
