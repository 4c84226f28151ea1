import { describeOutcome, describeRequest, type Outcome, type Trace, type TraceRequest } from '../../routing';
import type { MeshMap } from '../map/mesh-map';
import { destinationId, workloadId } from '../map/node-ids';
import { type HopPlaces, placesOn } from '../map/places-of-trace';
import { condensed } from './condensed';
import type { Drawing, DrawnEdge, DrawnNode } from './graph';

/** A request, and its way. */
export interface DrawnWay {
  readonly request: TraceRequest;
  readonly trace: Trace;
}

/** The ways of some requests: of the map, only what they go through, and what their clients get. */
export function drawnWays(map: MeshMap, ways: readonly DrawnWay[]): Drawing {
  const nodes = new Set<string>();
  const edges = new Set<string>();
  const ends = new Map(map.edges.map(({ id, from, to }) => [id, [from, to]]));
  const placesOf = placesOn(map);
  const extras = ways.map((way, at) => {
    const places = placesOf(way.trace);
    for (const place of places) {
      for (const edge of place.edges) {
        edges.add(edge);
      }
      for (const node of [...place.nodes, ...place.edges.flatMap((edge) => ends.get(edge) ?? [])]) {
        nodes.add(node);
      }
    }
    return requestAndAnswers(way, at, places);
  });
  return condensed(map, {
    isNode: (id) => nodes.has(id),
    isEdge: (id) => edges.has(id),
    nodes: extras.flatMap((one) => one.nodes),
    edges: extras.flatMap((one) => one.edges),
  });
}

/** The request before the first node, and each answer that no workload gives. */
function requestAndAnswers(
  { request, trace }: DrawnWay,
  at: number,
  places: readonly HopPlaces[],
): Pick<Drawing, 'nodes' | 'edges'> {
  const id = `request ${at}`;
  const asked = nodeOf(id, 'request', describeRequest(request));
  const start = places.find(({ nodes }) => nodes.length > 0)?.nodes ?? [];
  const answers = trace.outcomes
    .filter(({ is }) => is !== 'delivered')
    .map((outcome, i) => {
      const answer = nodeOf(`answer ${at} ${i}`, 'answer', describeOutcome(outcome), lookOf(outcome));
      return { answer, from: endOf(outcome, places) ?? start[0] ?? id };
    });
  return {
    nodes: [asked, ...answers.map(({ answer }) => answer)],
    edges: [
      ...start.map((first) => plainEdge(id, first)),
      ...answers.map(({ answer, from }) => plainEdge(from, answer.id)),
    ],
  };
}

/** Where an answer comes from, as far as the map shows it. */
function endOf(outcome: Outcome, places: readonly HopPlaces[]): string | undefined {
  const met = new Set(places.flatMap(({ nodes }) => nodes));
  const known = [
    ...(outcome.is === 'denied' ? [workloadId(outcome.at)] : []),
    ...('destination' in outcome && outcome.destination ? [destinationId(outcome.destination)] : []),
  ].find((id) => met.has(id));
  // Paths with a slash are those of hops behind a destination.
  return known ?? places.findLast(({ hop, nodes }) => !hop.includes('/') && nodes.length > 0)?.nodes[0];
}

function lookOf({ is }: Outcome): DrawnNode['look'] {
  switch (is) {
    case 'denied':
    case 'unmodelled':
      return is;
    case 'failed':
    case 'refused':
    case 'closed':
      return 'broken';
    default:
      return undefined;
  }
}

function nodeOf(id: string, kind: 'request' | 'answer', text: string, look?: DrawnNode['look']): DrawnNode {
  return { id, column: kind, kind, namespace: '', lines: [text], ...(look ? { look } : {}) };
}

function plainEdge(from: string, to: string): DrawnEdge {
  return { from, to, shares: [], mirrors: [], encryptions: [], isBroken: false };
}
