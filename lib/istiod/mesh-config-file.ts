import { attempt, textOfFile } from '../manifests/files';
import { type MeshConfig, parseMeshConfig } from './mesh-config';

/**
 * The mesh configuration in a YAML file.
 *
 * @throws Error when the file cannot be read, or does not hold a configuration
 */
export function readMeshConfig(file: string): MeshConfig {
  const text = textOfFile(file);
  return attempt(file, () => parseMeshConfig(text));
}
