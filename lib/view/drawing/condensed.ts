import { counted } from '../../catalogue/words';
import { serviceHost } from '../../istiod/hosts/service-host';
import type { DestinationRef, ObjectRef } from '../../routing';
import { edgeId } from '../map/map-builder';
import type { MapEdge, MapNode, MeshMap } from '../map/mesh-map';
import { hostPortText, serverName } from '../map/names';
import { OUTSIDE, SIDECARS, WITHOUT_SIDECAR } from '../map/node-ids';
import { type Drawing, type DrawnEdge, type DrawnNode, mergedEdges, placesIn, regrouped } from './graph';

/** The part of a map that is drawn, and what else is drawn with it. */
export interface Part {
  isNode(id: string): boolean;
  isEdge(id: string): boolean;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

const EVERYTHING: Part = { isNode: () => true, isEdge: () => true, nodes: [], edges: [] };

/** As many names as a reader looks at in one node. */
const MOST_NAMES = 3;

/**
 * A map as a drawing, with fewer nodes: a destination without a subset becomes the Service that it is, and a subset leads to
 * its workloads; servers and hosts that lead to the same become one.
 */
export function condensed(map: MeshMap, part?: Part): Drawing {
  const { isNode, isEdge, ...extra } = part ?? EVERYTHING;
  const nodes = map.nodes.filter(({ id }) => isNode(id));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = map.edges.filter(({ id, from, to }) => isEdge(id) && byId.has(from) && byId.has(to));
  const kept = part ? edges : withoutPlainCalls(edges);
  const services = serviceOfDestinations(byId, edges);
  const whole = (id: string) => (byId.get(id)?.kind === 'destination' ? (services.get(id) ?? id) : id);
  const shown = mergedEdges([
    ...contracted(byId, services, kept),
    ...extra.edges.map((edge) => ({ ...edge, from: whole(edge.from), to: whole(edge.to) })),
  ]);
  const linked = new Set(shown.flatMap(({ from, to }) => [from, to]));
  // Of the whole mesh, what has no edges would be a list of names.
  const drawn = nodes.filter(({ id }) => linked.has(id)).map(drawnNode);
  const requests = extra.nodes.filter(({ kind }) => kind === 'request');
  const answers = extra.nodes.filter(({ kind }) => kind === 'answer');
  const leftOut = part ? [] : leftOutOf(nodes, linked);
  return withSameHosts(
    withSameServers({ nodes: [...requests, ...drawn, ...answers], edges: shown, leftOut }),
  );
}

/**
 * All Services can be called from the mesh, and most meshes let calls out. Only the calls of Services are drawn that nothing
 * else leads to.
 */
function withoutPlainCalls(edges: readonly MapEdge[]): readonly MapEdge[] {
  const others = edges.filter(({ from }) => from !== SIDECARS && from !== WITHOUT_SIDECAR);
  const routed = new Set(others.map(({ to }) => to));
  const called = new Set(edges.flatMap(({ from, to }) => (from === SIDECARS ? [to] : [])));
  return edges.filter(
    ({ from, to }) =>
      (from !== SIDECARS && from !== WITHOUT_SIDECAR) ||
      (to !== OUTSIDE && !routed.has(to) && (from === SIDECARS || !called.has(to))),
  );
}

/** The Services of destinations and subsets. */
function serviceOfDestinations(
  nodes: ReadonlyMap<string, MapNode>,
  edges: readonly MapEdge[],
): ReadonlyMap<string, string> {
  return new Map(
    edges.flatMap(({ from, to }) =>
      nodes.get(from)?.column === 'destination' && nodes.get(to)?.column === 'service' ? [[from, to]] : [],
    ),
  );
}

/** The edges without those destinations that are nothing but their Service, and without the Services of subsets. */
function contracted(
  nodes: ReadonlyMap<string, MapNode>,
  services: ReadonlyMap<string, string>,
  edges: readonly MapEdge[],
): DrawnEdge[] {
  const isSubset = (id: string) => nodes.get(id)?.kind === 'subset';
  const known = new Set(edges.map(({ id }) => id));
  return edges.flatMap((edge): DrawnEdge[] => {
    const { from, to, via } = edge;
    if (services.has(from)) {
      return [];
    }
    if (via) {
      const froms = via.filter((id) => known.has(edgeId(id, from))).map((id) => (isSubset(id) ? id : from));
      return [...new Set(froms)].map((id) => drawnEdge(edge, id, to));
    }
    return [drawnEdge(edge, from, isSubset(to) ? to : (services.get(to) ?? to))];
  });
}

function drawnEdge({ share, mirrors, encryption, broken }: MapEdge, from: string, to: string): DrawnEdge {
  return {
    from,
    to,
    shares: share === undefined || share === 1 ? [] : [share],
    mirrors: mirrors === undefined ? [] : [mirrors],
    encryptions: encryption === undefined ? [] : [encryption],
    isBroken: broken !== undefined,
  };
}

function leftOutOf(nodes: readonly MapNode[], linked: ReadonlySet<string>): string[] {
  const alone = nodes.filter(({ id, marks }) => !linked.has(id) && marks.unreached);
  const workloads = alone.filter(({ column }) => column === 'workload').length;
  const services = alone.filter(({ column }) => column === 'service').length;
  const others =
    alone.length - workloads - services - alone.filter(({ column }) => column === 'destination').length;
  return [
    ...(workloads > 0 ? [`${counted(workloads, 'workload')} without a Service`] : []),
    ...(services > 0 ? [`${counted(services, 'Service')} that nothing leads to`] : []),
    ...(others > 0
      ? [`${counted(others, 'route or server', 'routes and servers')} that nothing leads to`]
      : []),
  ];
}

function drawnNode(node: MapNode): DrawnNode {
  const { id, column, kind, namespace, label, facts } = node;
  const { server, route } = facts;
  const look = lookOf(node);
  return {
    id,
    column,
    kind,
    namespace,
    lines: [...linesOf(node), ...remarksOf(node)],
    name: server ? serverName(server) : label,
    ...(route ? { owner: objectText(route.virtualService) } : {}),
    ...(look ? { look } : {}),
  };
}

function lookOf({ marks }: MapNode): DrawnNode['look'] {
  const { broken, unmodelled, policy, unreached } = marks;
  if (broken !== undefined) {
    return 'broken';
  }
  if (unmodelled !== undefined) {
    return 'unmodelled';
  }
  return unreached ? 'unreached' : policy === 'open' ? undefined : policy;
}

/** What a node is called. The drawing shows its namespace. */
function linesOf({ kind, namespace, label, objects, facts }: MapNode): readonly string[] {
  const { hostPorts = [], server, route, destination } = facts;
  const [object] = objects;
  if (server) {
    return [objectText(server.gateway), serverName(server)];
  }
  if (route) {
    return [label, `${objectText(route.virtualService)} ${route.place}`];
  }
  if (destination?.subset !== undefined) {
    return [`subset ${destination.subset}`, `of ${placeText(destination, namespace)}`];
  }
  switch (kind) {
    case 'gateway port':
      return [label, ...hostPorts.map(hostPortText)];
    case 'host':
      return [`host ${label}`];
    case 'service':
      return [`Service ${label}`];
    case 'service entry':
      return [`ServiceEntry ${object?.name ?? ''}`, label];
    case 'workload':
      return [`${object?.kind ?? ''} ${label}`];
    default:
      return [label];
  }
}

/** What is to be known of a node at once. */
function remarksOf({ marks: { broken, unmodelled, policy } }: MapNode): readonly string[] {
  return [
    ...(broken === undefined ? [] : [`fails: ${broken}`]),
    ...(unmodelled === undefined ? [] : ['not modelled']),
    ...(policy === 'guarded' ? ['policies decide who gets in'] : []),
    ...(policy === 'denied' ? ['policies let nothing in'] : []),
  ];
}

function objectText({ kind, name }: ObjectRef): string {
  return `${kind} ${name}`;
}

/** `reviews:9080` for port 9080 of `reviews.shop.svc.cluster.local` in namespace shop. */
function placeText({ host, port }: DestinationRef, namespace: string): string {
  const [name = ''] = host.split('.', 1);
  const short = host === serviceHost(name, namespace) ? name : host;
  return port === undefined ? short : `${short}:${port}`;
}

/** The servers of a Gateway that lead to the same hosts. */
function withSameServers(drawing: Drawing): Drawing {
  const placeOf = placesIn(drawing.edges);
  return regrouped(
    drawing,
    ({ id, kind, namespace, lines, look }) => {
      const { behind } = placeOf(id);
      return kind === 'server' && behind !== ''
        ? `servers of ${namespace}/${lines[0]} ${look} > ${behind}`
        : id;
    },
    (group) => {
      const [first] = group;
      return { ...first, lines: [first.lines[0] ?? '', listed(group.map(nameOf))] };
    },
  );
}

/** The hosts that the same servers have, and that have the same routes. */
function withSameHosts(drawing: Drawing): Drawing {
  const placeOf = placesIn(drawing.edges);
  return regrouped(
    drawing,
    ({ id, kind, namespace, look }) => {
      const { before, behind } = placeOf(id);
      return kind === 'host' ? `hosts of ${namespace} ${look} ${before} > ${behind}` : id;
    },
    (group) => {
      const [first] = group;
      return { ...first, lines: [`hosts ${listed(group.map(nameOf))}`] };
    },
  );
}

function nameOf({ name = '' }: DrawnNode): string {
  return name;
}

/** The first few names, and how many more there are. */
function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more` : names.join(', ');
}
