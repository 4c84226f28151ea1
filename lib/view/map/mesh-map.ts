import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { isControlPlane } from '../../istiod/workloads/control-plane';
import { type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { groupedBy, reachedFrom } from '../../manifests/collections';
import { refTo } from '../../manifests/object-ref';
import type { MeshModel } from '../../routing';
import { Destinations } from './destinations';
import { countsOf, PlacedFindings } from './findings';
import { GatewayPart } from './gateway-part';
import type { OpenNode } from './map-builder';
import { MapContext } from './map-context';
import { MAP_COLUMNS, type MapEdge, type MapFinding, type MapNode, type MeshMap } from './map-types';
import { MeshPart } from './mesh-part';
import { workloadId } from './node-ids';
import { addRoutes } from './routes';
import { markWorkload } from './workload-marks';

export * from './map-types';

/**
 * The map of a mesh: from the entrances to the workloads, as requests go. Everything that it shows comes from the model.
 *
 * @param findings the findings of `check` about the same manifests; the map keeps their places in this list
 */
export function meshMap(model: MeshModel, findings: readonly MapFinding[] = []): MeshMap {
  const context = new MapContext(model);
  const { builder, index } = context;
  for (const virtualService of index.view(virtualServicesOf).all) {
    addRoutes(builder, virtualService);
  }
  const destinations = new Destinations(context);
  new GatewayPart(context, destinations).add();
  new MeshPart(context, destinations).add();
  for (const workload of index.view(workloadsOf).all) {
    if (!isGateway(workload) && !isControlPlane(index, workload)) {
      addWorkload(context, workload);
    }
  }
  return finished(context, findings);
}

/** Also a workload that nothing leads to is on the map. */
function addWorkload({ builder, index }: MapContext, workload: Workload): void {
  const { kind, namespace, name } = workload.manifest;
  const id = workloadId(workload.manifest);
  if (!builder.has(id)) {
    const node = builder.node(id, () => ({
      kind: 'workload',
      column: 'workload',
      namespace,
      label: name,
      details: [kind],
      objects: [refTo(workload.manifest)],
    }));
    markWorkload(index, node, workload);
  }
}

function finished({ builder, model }: MapContext, findings: readonly MapFinding[]): MeshMap {
  const edges = [...builder.edges.values()].filter(({ from, to }) => builder.has(from) && builder.has(to));
  const reached = reachedBy(builder.nodes.values(), edges);
  const placed = new PlacedFindings(builder.nodes.values(), findings);
  const nodes = inColumns(builder.nodes.values()).map((node): MapNode => {
    const own = placed.byNode.get(node) ?? [];
    return {
      ...node,
      marks: {
        ...node.marks,
        ...(reached.has(node.id) ? {} : { unreached: true }),
        ...(own.length > 0 ? { findings: countsOf(findings, own) } : {}),
      },
      findings: own,
    };
  });
  return { nodes, edges, otherFindings: placed.others, ignored: model.problems };
}

/** From left to right; in a column, in the order of the model, which is that of routes in their VirtualService. */
function inColumns(nodes: Iterable<OpenNode>): readonly OpenNode[] {
  const columns = groupedBy(nodes, ({ column }) => column);
  return MAP_COLUMNS.flatMap((column) => columns.get(column) ?? []);
}

/** The nodes that some way from an entrance leads to. */
function reachedBy(nodes: Iterable<OpenNode>, edges: readonly MapEdge[]): ReadonlySet<string> {
  const next = groupedBy(edges, ({ from }) => from);
  const entrances = [...nodes].filter(({ column }) => column === 'entrance').map(({ id }) => id);
  return reachedFrom(entrances, (id) => (next.get(id) ?? []).map(({ to }) => to));
}
