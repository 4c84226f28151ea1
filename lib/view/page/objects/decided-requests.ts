import { type MeshPart, partsAskedBy } from '../../../coverage';
import type { ObjectRef } from '../../../manifests/object-ref';
import type { MeshModel, Trace } from '../../../routing';
import { nameOf } from '../../../routing/words/describe-parts';
import type { MapNode, MeshMap } from '../../map/map-types';
import { isRefused } from '../map/way';
import { type FoundRequest, partAround, tryRequests } from '../panel/requests-for';

/** A request that a rule of a policy decides about. */
export interface DecidedRequest extends FoundRequest {
  /** Such as `spec.rules[0]`; `spec` where no rule is met, or where the policy has none. */
  readonly path: string;
  readonly isRefused: boolean;
}

export interface DecidedRequests {
  /** One for each rule and each decision. */
  readonly found: readonly DecidedRequest[];
  /** Whether time was up before all requests were tried. */
  readonly isCutShort: boolean;
}

/** Enough to see what a policy does, however many rules it has. */
const MOST = 6;

/**
 * Requests that a policy decides about, from the classes of requests that the mesh tells apart.
 *
 * @param nodes those of the workloads that it holds for
 */
export function decidedRequests(
  model: MeshModel,
  map: MeshMap,
  policy: ObjectRef,
  nodes: readonly MapNode[],
): DecidedRequests {
  const found = new Map<string, DecidedRequest>();
  const around = partAround(
    map,
    nodes.map(({ id }) => id),
  );
  const isCutShort = tryRequests(model, around, (request, way) => {
    const refused = isRefused(way.outcomes);
    for (const { path } of partsOfPolicy(model, way, policy)) {
      const key = `${path} ${refused}`;
      if (!found.has(key)) {
        found.set(key, { path, isRefused: refused, request, way });
      }
    }
    return found.size >= MOST;
  });
  const sorted = [...found.values()].sort(
    (one, other) =>
      one.path.localeCompare(other.path, 'en', { numeric: true }) ||
      Number(one.isRefused) - Number(other.isRefused),
  );
  return { found: sorted, isCutShort };
}

function partsOfPolicy(model: MeshModel, way: Trace, policy: ObjectRef): MeshPart[] {
  return partsAskedBy(model, way).filter(({ object }) => nameOf(object) === nameOf(policy));
}
