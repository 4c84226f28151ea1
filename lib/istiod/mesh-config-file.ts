import { attempt, textOfFile } from '../manifests/files';
import { type MeshConfig, parseMeshConfig } from './mesh-config';
import type { Profile } from './profile/profiles';

/**
 * The mesh configuration in a YAML file.
 *
 * @param profile what the file says is written over the configuration of this profile
 * @throws Error when the file cannot be read, or does not hold a configuration
 */
export function readMeshConfig(file: string, profile?: Profile): MeshConfig {
  const text = textOfFile(file);
  return attempt(file, () => parseMeshConfig(text, profile));
}
