import { Affected } from '../../../diff/changes/affected';
import { emptyReach } from '../../../diff/changes/reach';
import { traceClasses } from '../../../diff/classes/explore';
import { gatewayQuestions } from '../../../diff/requests/gateway-questions';
import { meshQuestions } from '../../../diff/requests/mesh-questions';
import type { Question } from '../../../diff/requests/question';
import { groupedBy, memoized } from '../../../manifests/collections';
import type { MeshModel, Trace, TraceRequest } from '../../../routing';
import type { MapNode, MeshMap } from '../../map/map-types';
import { placesOn } from '../../map/places-of-trace';
import { waysThrough } from '../search/filter';

/** Requests that come to a node of the map: one that gets in, and one that is denied there. */
export interface RequestsFor {
  readonly taken?: FoundRequest;
  readonly denied?: FoundRequest;
  /** Whether time was up before all requests were tried. */
  readonly isCutShort: boolean;
}

export interface FoundRequest {
  readonly request: TraceRequest;
  readonly way: Trace;
}

/** Longer than this, nobody waits; in milliseconds. */
const PATIENCE = 1200;

/** Ends the search. */
class Enough extends Error {}

/** Looks for requests among those that the routes and policies of the mesh tell apart. */
export function requestsFor(model: MeshModel, map: MeshMap, node: MapNode): RequestsFor {
  const around = partAround(map, [node.id]);
  const placesOf = placesOn(around);
  const mayDeny = node.marks.policy === 'guarded' || node.marks.policy === 'denied';
  const found: { taken?: FoundRequest; denied?: FoundRequest } = {};
  const isCutShort = tryRequests(model, around, (request, way) => {
    if (placesOf(way).some(({ nodes }) => nodes.includes(node.id))) {
      const isDenied = way.outcomes.every(({ is }) => is === 'denied');
      if (isDenied && mayDeny) {
        found.denied ??= { request, way };
      } else {
        found.taken ??= { request, way };
      }
    }
    return found.taken !== undefined && (found.denied !== undefined || !mayDeny);
  });
  return { ...found, isCutShort };
}

/**
 * Tries requests until there are enough.
 *
 * @param around the part of the map that they should go through
 * @param consider says whether that is enough
 * @returns whether time was up before
 */
export function tryRequests(
  model: MeshModel,
  around: MeshMap,
  consider: (request: TraceRequest, way: Trace) => boolean,
): boolean {
  const end = performance.now() + PATIENCE;
  let isDone = false;
  try {
    for (const question of likelyFirst(model, around)) {
      traceClasses(model, question, (request, way) => {
        isDone = consider(request, way);
        if (isDone || performance.now() > end) {
          throw new Enough();
        }
      });
    }
  } catch (error) {
    if (!(error instanceof Enough)) {
      throw error;
    }
    return !isDone;
  }
  return false;
}

/** The map without what has nothing to do with some nodes. */
export function partAround(map: MeshMap, nodes: readonly string[]): MeshMap {
  const part = waysThrough(map.edges, nodes);
  return {
    ...map,
    nodes: map.nodes.filter(({ id }) => part.has(id)),
    edges: map.edges.filter(({ from, to }) => part.has(from) && part.has(to)),
  };
}

/** The questions about hosts on the ways through a node come before the others. */
function likelyFirst(model: MeshModel, around: MeshMap): Question[] {
  const everything = new Affected({ ...emptyReach(), everything: true });
  const names = around.nodes
    .flatMap(({ label, details }) => [label, ...details])
    .join('\n')
    .toLowerCase();
  const all = [...gatewayQuestions(model, model, everything), ...meshQuestions(model, model, everything)];
  // There is a question for each client of each host.
  const isNamed = memoized(
    (written: string) => written,
    (written) => written !== '*' && names.includes(written),
  );
  const entrances = around.nodes.filter(({ column }) => column === 'entrance');
  const areGateways = new Set(entrances.map(({ kind }) => kind === 'gateway port'));
  const wanted = all.filter(({ from }) => areGateways.has(!from.startsWith('mesh:')));
  const byLikelihood = groupedBy(wanted, ({ written }) => isNamed(written));
  return [...(byLikelihood.get(true) ?? []), ...(byLikelihood.get(false) ?? [])];
}
