import type { MapFacts } from './map-types';

/** A port of this machine, as k3d maps it to a port of the cluster. */
export function hostPortText(port: number): string {
  return `port ${port} of this machine`;
}

/** A server of a Gateway among the others of this Gateway. */
export function serverName({ port, protocol }: NonNullable<MapFacts['server']>): string {
  return `${port} ${protocol}`;
}
