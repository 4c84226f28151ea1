import { existsSync, readFileSync } from 'node:fs';
import { isRecord } from '../manifests/manifest';
import { readYamlValue } from '../manifests/yaml/documents';
import { k3dPorts } from '../routing';

/** The file that describes the cluster, in the current folder. */
const K3D_CONFIG = 'cluster/k3d.yaml';

/**
 * The ports of this machine that lead to ports of the cluster, by `cluster/k3d.yaml` in the current folder.
 *
 * @throws Error if the file exists but cannot be read
 */
export function hostPorts(file = K3D_CONFIG): Record<number, number> {
  return existsSync(file) ? k3dPorts(configIn(file)) : {};
}

function configIn(file: string): Record<string, unknown> {
  try {
    const config = readYamlValue(readFileSync(file, 'utf8'));
    if (isRecord(config)) {
      return config;
    }
  } catch (error) {
    // The lines after the first one show the place.
    const [reason] = (error as Error).message.split('\n');
    throw new Error(`cannot read "${file}": ${reason}`);
  }
  throw new Error(`cannot read "${file}": a map of fields is expected, such as "kind: Simple"`);
}
