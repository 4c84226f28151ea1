import type { MeshIndex } from '../../istiod/mesh-index';
import { InvalidRequest } from '../request/request';
import { refuseUnknownPlace } from './known-places';
import { SPOKEN_PROTOCOLS, type SpokenProtocol } from './server';

/** `HOST:PORT` of a server outside the mesh, or `NAMESPACE/WORKLOAD:PORT` of a container. */
const PLACE = /^(?:[^/:\s]+\/[^/:\s]+|[^/\s]+):\d+$/;

/** What a model is told that servers outside the mesh and containers speak. */
export class ToldServers {
  private readonly byPlace: ReadonlyMap<string, SpokenProtocol>;

  /** @throws InvalidRequest if a place or a protocol is malformed, or a place is unknown or there twice */
  constructor(servers: Readonly<Record<string, string>>, index: MeshIndex) {
    const byPlace = new Map<string, SpokenProtocol>();
    for (const [place, word] of Object.entries(servers)) {
      const key = keyOf(place);
      if (byPlace.has(key)) {
        throw new InvalidRequest(`server "${place}" is there twice; say once what it speaks`);
      }
      byPlace.set(key, protocolOf(place, word));
      refuseUnknownPlace(index, key);
    }
    this.byPlace = byPlace;
  }

  /** What a container speaks on a port of its pods. */
  inWorkload(namespace: string, name: string, port: number): SpokenProtocol | undefined {
    return this.byPlace.size === 0 ? undefined : this.byPlace.get(`${namespace}/${name}:${port}`);
  }

  /** What a server speaks that is known by one of some names or addresses. */
  outside(names: readonly (string | undefined)[], port: number): SpokenProtocol | undefined {
    if (this.byPlace.size === 0) {
      return undefined;
    }
    const known = names.find((name) => name !== undefined && this.byPlace.has(keyOf(`${name}:${port}`)));
    return known === undefined ? undefined : this.byPlace.get(keyOf(`${known}:${port}`));
  }
}

function keyOf(place: string): string {
  if (!PLACE.test(place)) {
    throw new InvalidRequest(
      `"${place}" is not a place of a server; write it like "api.example.com:443" or "shop/web:8080"`,
    );
  }
  return place.toLowerCase();
}

function protocolOf(place: string, word: string): SpokenProtocol {
  const protocol = SPOKEN_PROTOCOLS.find((one) => one === word);
  if (!protocol) {
    throw new InvalidRequest(
      `"${word}" is not what server "${place}" can speak; use ${SPOKEN_PROTOCOLS.join(', ')}`,
    );
  }
  return protocol;
}
