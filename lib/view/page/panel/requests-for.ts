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
  const around = partOf(map, node);
  const search = new Search(around, node);
  let isCutShort = false;
  try {
    for (const question of likelyFirst(model, around)) {
      traceClasses(model, question, (request, way) => search.consider(request, way));
    }
  } catch (error) {
    if (!(error instanceof Enough)) {
      throw error;
    }
    isCutShort = !search.isDone;
  }
  return { ...search.found, isCutShort };
}

class Search {
  readonly found: { taken?: FoundRequest; denied?: FoundRequest } = {};
  private readonly end = performance.now() + PATIENCE;
  private readonly mayDeny: boolean;
  private readonly placesOf: ReturnType<typeof placesOn>;

  constructor(
    map: MeshMap,
    private readonly node: MapNode,
  ) {
    this.placesOf = placesOn(map);
    this.mayDeny = node.marks.policy === 'guarded' || node.marks.policy === 'denied';
  }

  get isDone(): boolean {
    const { taken, denied } = this.found;
    return taken !== undefined && (denied !== undefined || !this.mayDeny);
  }

  consider(request: TraceRequest, way: Trace): void {
    if (this.placesOf(way).some(({ nodes }) => nodes.includes(this.node.id))) {
      const isDenied = way.outcomes.every(({ is }) => is === 'denied');
      if (isDenied && this.mayDeny) {
        this.found.denied ??= { request, way };
      } else {
        this.found.taken ??= { request, way };
      }
    }
    if (this.isDone || performance.now() > this.end) {
      throw new Enough();
    }
  }
}

/** The map without what has nothing to do with a node. */
function partOf(map: MeshMap, node: MapNode): MeshMap {
  const part = waysThrough(map.edges, [node.id]);
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
