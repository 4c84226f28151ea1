import { objectsIn, textOf } from '../../manifests/fields';

/** `127.0.0.1:9080:80/tcp`, in which the address and the protocol are optional. */
const MAPPING = /^(?:.*:)?(\d+):(\d+)(?:\/tcp)?$/;

/**
 * The ports of this machine that k3d's load balancer maps, with the ports that they lead to.
 *
 * @param config the content of a k3d configuration file of kind Simple
 */
export function k3dPorts(config: { readonly ports?: unknown }): Record<number, number> {
  const ports: Record<number, number> = {};
  for (const { port } of objectsIn(config.ports)) {
    const mapping = MAPPING.exec(textOf(port) ?? '');
    if (mapping) {
      ports[Number(mapping[1])] = Number(mapping[2]);
    }
  }
  return ports;
}
