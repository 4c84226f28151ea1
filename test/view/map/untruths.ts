import type { ArrivalHop, Hop, Trace } from '../../../lib/routing';
import type { MapEdge, MeshMap } from '../../../lib/view/map/mesh-map';
import { placesOn } from '../../../lib/view/map/places-of-trace';

/** The hops that have a node of their own on the map. */
const NODED: readonly Hop['hop'][] = ['entrance', 'server', 'route', 'pass-through', 'service', 'arrival'];
/** Those which an edge leads to. */
const REACHED: readonly Hop['hop'][] = ['server', 'route', 'pass-through', 'service', 'arrival'];

const WIRE: Readonly<Record<ArrivalHop['transport'], string>> = {
  'mutual TLS of the mesh': 'mutual TLS',
  'mutual TLS': 'mutual TLS',
  TLS: 'TLS',
  plaintext: 'plaintext',
};

/** What a map says about ways of requests that is not so. */
export function untruthsOf(map: MeshMap): (way: Trace) => string[] {
  const placesOf = placesOn(map);
  const edges = new Map(map.edges.map((edge) => [edge.id, edge]));
  const nodes = new Map(map.nodes.map((node) => [node.id, node]));
  return (way) => {
    const places = new Map(placesOf(way).map((place) => [place.hop, place]));
    const found: string[] = [];
    const passed = way.hops.some(({ hop }) => hop === 'pass-through');
    const look = (hops: readonly Hop[], prefix: string): void => {
      for (const [i, hop] of hops.entries()) {
        const place = places.get(`${prefix}${i}`);
        if (!place || (NODED.includes(hop.hop) && !place.nodes.every((id) => nodes.has(id)))) {
          found.push(`${hop.hop} has no place`);
        } else if (hop.hop === 'entrance' && hops[i + 1]?.hop === 'stop') {
          // A port that nothing listens on is not on the map.
        } else if (NODED.includes(hop.hop) && place.nodes.length === 0) {
          found.push(`${hop.hop} has no node`);
        } else if (REACHED.includes(hop.hop) && place.edges.length === 0 && !passed) {
          found.push(`no edge leads to ${hop.hop} ${place.nodes}`);
        }
        if (hop.hop === 'arrival') {
          const reached = place?.edges.flatMap((id) => edges.get(id) ?? []) ?? [];
          found.push(...reached.flatMap((edge) => (passed ? [] : wrongMarks(edge, hop))));
        }
        if (hop.hop === 'destinations') {
          for (const [at, branch] of hop.branches.entries()) {
            look(branch.hops, `${prefix}${i}/${at}/`);
          }
        }
      }
    };
    look(way.hops, '');
    for (const outcome of way.outcomes) {
      const at =
        outcome.is === 'denied'
          ? `workload:${outcome.at.kind}/${outcome.at.namespace}/${outcome.at.name}`
          : '';
      if (nodes.get(at)?.marks.policy === 'open') {
        found.push(`${at} is marked as open, and denies`);
      }
    }
    return found;
  };
}

function wrongMarks({ id, encryption, broken, isBack }: MapEdge, hop: ArrivalHop): string[] {
  const wire = hop.endpoint.isUnknown && hop.transport === 'plaintext' ? 'unknown' : WIRE[hop.transport];
  const carried = wire === 'plaintext' && hop.carries === 'TLS' ? 'TLS' : wire;
  if (!hop.isAccepted || isBack) {
    return [];
  }
  return [
    ...(encryption === carried || encryption === 'mixed' ? [] : [`${id} is ${carried}, not ${encryption}`]),
    ...(broken === undefined ? [] : [`${id} works, and is marked as broken`]),
  ];
}
