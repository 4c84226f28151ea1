import { statSync } from 'node:fs';
import { memoized } from '../manifests/collections';
import { attempt, STANDARD_INPUT, textOfFile } from '../manifests/files';
import { isRecord } from '../manifests/manifest';
import { readYamlValue } from '../manifests/yaml/documents';
import { type MeshConfig, parseMeshConfig } from './mesh-config';
import type { Profile } from './profile/profiles';

/**
 * The mesh configuration in a YAML file.
 *
 * @param profile what the file says is written over the configuration of this profile
 * @throws Error when the file cannot be read, or does not hold a configuration
 */
export function readMeshConfig(file: string, profile?: Profile): MeshConfig {
  const text = textOf(file);
  return attempt(file, () => parseMeshConfig(text, profile));
}

/**
 * The fields that a YAML file gives of a mesh configuration, without those of a profile.
 *
 * @throws Error when the file cannot be read, or is not YAML
 */
export function fieldsOfMeshConfig(file: string): Readonly<Record<string, unknown>> {
  const text = textOf(file);
  const value = attempt(file, () => readYamlValue(text));
  return isRecord(value) ? value : {};
}

/** The text of a file. Commands read it several times, and standard input or a pipe gives its text only once. */
function textOf(file: string): string {
  return isStream(file) ? textOfStream(file) : textOfFile(file);
}

const textOfStream = memoized((file: string) => file, textOfFile);

function isStream(file: string): boolean {
  const stat = attempt(file, () => statSync(file, { throwIfNoEntry: false }));
  return file === STANDARD_INPUT || stat?.isFile() === false;
}
