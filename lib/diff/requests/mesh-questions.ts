import { selectorOfObject } from '../../istiod/extensions';
import { isGateway } from '../../istiod/gateways/gateway-workloads';
import { serviceHost } from '../../istiod/hosts/service-host';
import { hasSidecar } from '../../istiod/injection/injection';
import type { MeshIndex } from '../../istiod/mesh-index';
import type { MeshService } from '../../istiod/registry/mesh-service';
import { isHttp, isTls, type Protocol } from '../../istiod/registry/protocol';
import { selectingServices } from '../../istiod/registry/selecting-services';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { isControlPlane } from '../../istiod/workloads/control-plane';
import { workloadSelectorOf } from '../../istiod/workloads/selectors';
import { serviceAccountOf, type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { groupedBy } from '../../manifests/collections';
import { fieldsOf, objectsIn } from '../../manifests/fields';
import {
  AUTHORIZATION_POLICY,
  DESTINATION_RULE,
  ENVOY_FILTER,
  SIDECAR,
  TRAFFIC_EXTENSION,
  VIRTUAL_SERVICE,
  WASM_PLUGIN,
} from '../../manifests/kinds';
import { texts } from '../../manifests/manifest';
import type { MeshModel, Source } from '../../routing';
import type { Affected } from '../changes/affected';
import { callableHosts } from './callable-hosts';
import type { Question } from './question';

type Scheme = Question['scheme'];

/** A group of clients whose requests both meshes treat alike. */
interface Clients {
  readonly from: Source;
  readonly sources: readonly Source[];
  /** Whether everything that they send may be affected. */
  readonly isTouched: boolean;
}

/** A host that clients in the mesh call, by a port and a scheme. */
interface Callable extends Omit<Question, 'from' | 'sources'> {
  readonly isTouched: boolean;
}

/** The requests between pods, and from pods to the outside, that may have changed. */
export function* meshQuestions(old: MeshModel, next: MeshModel, affected: Affected): Iterable<Question> {
  const callables = callablesOf(old.index, next.index, affected);
  const anyTouched = callables.some(({ isTouched }) => isTouched);
  for (const { from, sources, isTouched } of clientsOf(old.index, next.index, affected)) {
    if (!isTouched && !anyTouched) {
      continue;
    }
    for (const { isTouched: isHostTouched, ...called } of callables) {
      if (isTouched || isHostTouched) {
        yield { from, sources, ...called };
      }
    }
  }
}

function clientsOf(old: MeshIndex, next: MeshIndex, affected: Affected): Clients[] {
  const sides = [old, next].map((index) => ({ index, keyOf: groupKeys(index), clients: clientsIn(index) }));
  const [before, after] = sides;
  const common = [...(before?.clients ?? [])].filter(([name]) => after?.clients.has(name));
  const groups = groupedBy(common, ([name, { namespace, name: own }]) => {
    const keys = sides.map(({ keyOf, clients }) => keyOf(clients.get(name) as Workload));
    return [affected.proxy(namespace, own), ...keys].join(' ');
  });
  return [...groups.values()].map((group) => {
    const [[name, { namespace, name: own }]] = group;
    const sources = group.map(([each]): Source => `mesh:${each}` as Source);
    return { from: `mesh:${name}` as Source, sources, isTouched: affected.proxy(namespace, own) };
  });
}

/** The workloads that send requests of their own, by `namespace/name`. Of several workloads of a name the first counts. */
function clientsIn(index: MeshIndex): Map<string, Workload> {
  const workloads = index
    .view(workloadsOf)
    .all.filter((workload) => !isGateway(workload) && !isControlPlane(index, workload));
  return new Map(
    workloads.map((workload) => [`${workload.namespace}/${workload.name}`, workload] as const).reverse(),
  );
}

/** What a mesh may tell clients apart by. */
function groupKeys(index: MeshIndex): (client: Workload) => string {
  const keys = labelKeys(index);
  const asksForAccounts = index
    .all(AUTHORIZATION_POLICY)
    .some(({ spec }) => /principal|serviceAccount/i.test(JSON.stringify(spec)));
  return (client) => {
    const labels = Object.entries(client.labels).filter(
      ([key]) => keys.has(key) || key.startsWith('topology.'),
    );
    const annotations = Object.entries(client.annotations).filter(([key]) => key.includes('istio.io'));
    const account = asksForAccounts ? serviceAccountOf(client) : '';
    return JSON.stringify([
      client.namespace,
      hasSidecar(index, client),
      labels.sort(),
      annotations.sort(),
      account,
    ]);
  };
}

/** The labels of clients that objects ask for. */
function labelKeys(index: MeshIndex): ReadonlySet<string> {
  const routes = index
    .all(VIRTUAL_SERVICE)
    .flatMap(({ spec }) => ['http', 'tls', 'tcp'].flatMap((list) => objectsIn(fieldsOf(spec)[list])));
  const matches = routes.flatMap(({ match }) => objectsIn(match));
  return new Set(
    [
      ...matches.map(({ sourceLabels }) => texts(sourceLabels)),
      ...index.all(SIDECAR).map((sidecar) => workloadSelectorOf(sidecar)),
      ...index
        .all(DESTINATION_RULE)
        .map(({ spec }) => texts(fieldsOf(fieldsOf(spec).workloadSelector).matchLabels)),
      ...[ENVOY_FILTER, WASM_PLUGIN, TRAFFIC_EXTENSION].flatMap((kind) =>
        index.all<unknown>(kind).map(selectorOfObject),
      ),
    ].flatMap((labels) => Object.keys(labels)),
  );
}

/** What clients speak to a port of a protocol. Where the first bytes decide, they may speak anything. */
function schemesFor(protocol: Protocol | undefined): readonly Scheme[] {
  if (isHttp(protocol)) {
    return ['http'];
  }
  if (isTls(protocol)) {
    return ['https'];
  }
  return protocol === undefined ? ['http', 'https', 'tcp'] : protocol === 'UDP' ? [] : ['tcp'];
}

/** The API server, which no object has a say in. */
const KUBERNETES = serviceHost('kubernetes', 'default');
/** The port on which istiod routes the hosts of VirtualServices that are no Services. */
const HTTP_PORT = 80;
const TLS_PORT = 443;

/** What can be called. Nobody has called a Service that is new. */
function callablesOf(old: MeshIndex, next: MeshIndex, affected: Affected): Callable[] {
  const ports = new Map<string, Map<string, { readonly port: number; readonly scheme: Scheme }>>();
  const add = (host: string, port: number, schemes: readonly Scheme[]) => {
    const known = ports.get(host) ?? new Map();
    ports.set(host, known);
    for (const scheme of schemes) {
      known.set(`${scheme} ${port}`, { port, scheme });
    }
  };
  const known = new Set(old.view(serviceRegistryOf).all.map(({ host }) => host));
  const own = new Set([KUBERNETES, ...[old, next].flatMap(hostsOfIstio)]);
  const isCompared = ({ host, isKubernetes }: MeshService) =>
    !isKubernetes || (known.has(host) && !own.has(host));
  for (const index of [old, next]) {
    for (const { host, ports: own } of index.view(serviceRegistryOf).all.filter(isCompared)) {
      for (const { number, protocol } of own) {
        add(host.toLowerCase(), number, schemesFor(protocol));
      }
    }
    for (const { hosts } of index.view(virtualServicesOf).boundTo(MESH)) {
      for (const host of hosts.filter((name) => !ports.has(name.toLowerCase()))) {
        add(host.toLowerCase(), HTTP_PORT, ['http']);
      }
    }
  }
  add('*', HTTP_PORT, ['http']);
  add('*', TLS_PORT, ['https']);
  return callableHosts(ports.keys()).flatMap(({ written, sample, words, covers }) =>
    [...(ports.get(written)?.values() ?? [])].map(({ port, scheme }) => ({
      scheme,
      port,
      written,
      host: sample,
      hosts: words,
      covers,
      takes: covers,
      isTouched: written === '*' ? affected.everything : affected.host(written, port),
    })),
  );
}

/** The names of the Services of gateways and of istiod, which applications do not call. */
function hostsOfIstio(index: MeshIndex): readonly string[] {
  const workloads = index
    .view(workloadsOf)
    .all.filter((workload) => isGateway(workload) || isControlPlane(index, workload));
  return workloads.flatMap((workload) =>
    index
      .view(selectingServices)(workload)
      .map(({ host }) => host),
  );
}
