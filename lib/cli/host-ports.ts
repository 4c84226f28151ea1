import { existsSync, readFileSync } from 'node:fs';
import { isRecord } from '../manifests/manifest';
import { readYamlValue } from '../manifests/read-yaml';
import { k3dPorts } from '../routing';

/** Where the cluster of this project is described, seen from the current folder. */
const K3D_CONFIG = 'cluster/k3d.yaml';

/**
 * The ports of this machine that lead to ports of the cluster, by the current folder's `cluster/k3d.yaml`.
 *
 * @throws Error when the file is there and cannot be read
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
    // The first line says it; those below show the place.
    const [reason] = (error as Error).message.split('\n');
    throw new Error(`cannot read "${file}": ${reason}`);
  }
  throw new Error(`cannot read "${file}": a map of fields is expected, such as "kind: Simple"`);
}
