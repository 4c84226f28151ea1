import { objectsIn, textOf } from '../../manifests/fields';

/** `127.0.0.1:9080:80/tcp`, of which only the two ports have to be there. */
const MAPPING = /^(?:.*:)?(\d+):(\d+)(?:\/tcp)?$/;

/**
 * The ports of this machine that k3d's load balancer leads on, with those that they lead to.
 *
 * @param config what k3d's file of kind Simple holds
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
