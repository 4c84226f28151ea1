import { isRecord, type Manifest } from '../lib/manifests/manifest';
import type { TraceRequest } from '../lib/routing';
import { CLIENT_NAMESPACES, SUBSETS } from './mesh-objects';

/**
 * Requests that the HTTP routes of a VirtualService are meant for: one for each match, host, Gateway and client. Those of
 * delegates are for the VirtualServices that refer to them.
 *
 * @param mesh the mesh's own `exportTo`, by kind
 */
export function requestsFor(
  root: Manifest,
  manifests: readonly Manifest[],
  mesh: MeshDefaults,
): TraceRequest[] {
  if (root.kind !== 'VirtualService') {
    return [];
  }
  const { hosts = [], gateways = ['mesh'], http = [] } = root.spec as VirtualServiceSpec;
  const bound = gateways.flatMap((name) => gatewayAt(name, root, manifests) ?? []);
  return matchesOf(http, root, manifests).flatMap((match) =>
    hosts.flatMap((host) => [
      ...(isMeantFor(match, gateways, 'mesh')
        ? meshRequests(host, match, viewersOf(host, root, manifests, mesh))
        : []),
      ...gatewayRequests(host, match, root, bound, gateways),
    ]),
  );
}

interface MeshDefaults {
  readonly defaultServiceExportTo: readonly string[];
  readonly defaultVirtualServiceExportTo: readonly string[];
}

interface VirtualServiceSpec {
  readonly exportTo?: readonly string[];
  readonly hosts?: readonly string[];
  readonly gateways?: readonly string[];
  readonly http?: readonly HttpEntry[];
}

interface HttpEntry {
  readonly match?: readonly Match[];
  readonly delegate?: { readonly name: string; readonly namespace?: string };
}

interface Match {
  readonly uri?: { readonly exact?: string; readonly prefix?: string };
  readonly method?: { readonly exact: string };
  readonly headers?: Readonly<Record<string, { readonly exact?: string }>>;
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceNamespace?: string;
}

interface Server {
  readonly port: { readonly number: number; readonly protocol: string };
  readonly hosts: readonly string[];
}

/** The matches of the routes, with those of delegates that refine them. */
function matchesOf(http: readonly HttpEntry[], root: Manifest, manifests: readonly Manifest[]): Match[] {
  return http.flatMap(({ match = [{}], delegate }) => {
    if (!delegate) {
      return match;
    }
    const { namespace = root.namespace, name } = delegate;
    const found = manifests.find(
      (one) => one.kind === 'VirtualService' && one.namespace === namespace && one.name === name,
    );
    const routes = isRecord(found?.spec) ? (found.spec as VirtualServiceSpec).http : [];
    return (routes ?? []).flatMap((route) =>
      (route.match ?? [{}]).flatMap((inner) => match.map((outer) => ({ ...outer, ...inner }))),
    );
  });
}

/** Whether a match is meant for a gateway of its VirtualService. Its author thinks of the names there, wherever the match is. */
function isMeantFor(match: Match, gateways: readonly string[], gateway: string): boolean {
  return gateways.includes(gateway) && (match.gateways ?? gateways).map(lastPart).includes(lastPart(gateway));
}

function lastPart(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** A Gateway, by the name that the VirtualService has for it. */
interface Bound {
  readonly name: string;
  readonly namespace: string;
  readonly servers: readonly Server[];
}

function gatewayAt(name: string, { namespace }: Manifest, manifests: readonly Manifest[]): Bound | undefined {
  const full = name.includes('/') ? name : `${namespace}/${name}`;
  const found = manifests.find(
    ({ kind, namespace: own, name: called }) => kind === 'Gateway' && `${own}/${called}` === full,
  );
  return isRecord(found?.spec)
    ? { name, namespace: found.namespace, servers: found.spec.servers as Server[] }
    : undefined;
}

/** Requests to the servers that have a host, or to any server of plain HTTP where none has it and the mesh does not call it. */
function gatewayRequests(
  host: string,
  match: Match,
  { namespace }: Manifest,
  bound: readonly Bound[],
  gateways: readonly string[],
): TraceRequest[] {
  const called = host.replace('*', 'x');
  const isServed = bound.some((gateway) =>
    gateway.servers.some((server) => serves(server, called, namespace, gateway.namespace)),
  );
  const isForMesh = gateways.includes('mesh');
  return bound
    .filter(({ name }) => isMeantFor(match, gateways, name))
    .flatMap((gateway) =>
      gateway.servers.filter((server) =>
        isServed
          ? serves(server, called, namespace, gateway.namespace)
          : !isForMesh && server.port.protocol === 'HTTP',
      ),
    )
    .filter(({ port }) => match.port === undefined || match.port === port.number)
    .map(({ port }) =>
      request(port.protocol === 'HTTPS' ? 'https' : 'http', `${called}:${port.number}`, match),
    );
}

/** Whether a server has a host for VirtualServices in `namespace`. */
function serves({ hosts }: Server, host: string, namespace: string, own: string): boolean {
  return hosts.some((served) => {
    const [owner, name] = served.includes('/') ? served.split('/', 2) : ['*', served];
    const isForNamespace = owner === '*' || (owner === '.' ? own : owner) === namespace;
    const isForHost = name === host || (name?.startsWith('*') === true && host.endsWith(name.slice(1)));
    return isForNamespace && isForHost;
  });
}

/** The namespaces whose clients see a VirtualService and the Service that it routes. No other client is meant. */
function viewersOf(
  host: string,
  { spec, namespace }: Manifest,
  manifests: readonly Manifest[],
  mesh: MeshDefaults,
): readonly string[] {
  const service = manifests.find(
    (one) => one.kind === 'Service' && host === `${one.name}.${one.namespace}.svc.cluster.local`,
  );
  const ofService = service?.annotations['networking.istio.io/exportTo']?.split(',');
  const { exportTo = mesh.defaultVirtualServiceExportTo } = spec as VirtualServiceSpec;
  return CLIENT_NAMESPACES.filter(
    (one) =>
      isExported(exportTo, namespace, one) &&
      isExported(ofService ?? mesh.defaultServiceExportTo, service?.namespace ?? '', one),
  );
}

function isExported(exportTo: readonly string[], owner: string, client: string): boolean {
  return exportTo.some((to) => to === '*' || to === client || (to === '.' && client === owner));
}

/** Only hosts that the registry knows are called in the mesh: others are not looked up by name. */
function meshRequests(host: string, match: Match, viewers: readonly string[]): TraceRequest[] {
  const isInternal = !host.endsWith('example.com');
  if (!isInternal || (match.port ?? 80) !== 80) {
    return [];
  }
  const { sourceNamespace } = match;
  return viewers
    .filter((one) => sourceNamespace === undefined || one === sourceNamespace)
    .flatMap((namespace) =>
      SUBSETS.map((version) => ({
        ...request('http', host, match),
        from: `mesh:${namespace}/client-${version}` as const,
      })),
    );
}

function request(scheme: string, authority: string, match: Match): TraceRequest {
  const headers = Object.entries(match.headers ?? {}).map(([name, { exact = 'anything' }]) => [name, exact]);
  return {
    url: `${scheme}://${authority}${match.uri?.exact ?? match.uri?.prefix ?? '/'}`,
    method: match.method?.exact ?? 'GET',
    headers: Object.fromEntries(headers),
  };
}
