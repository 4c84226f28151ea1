import { groupedBy, memoized } from '../../manifests/collections';
import { type Fields, fieldEntries, fieldsOf, textEntries, textOrEmpty } from '../../manifests/fields';
import { GATEWAY } from '../../manifests/kinds';
import { type FieldPath, type Manifest, texts } from '../../manifests/manifest';
import { HostIndex } from '../hosts/host-index';
import type { MeshIndex } from '../mesh-index';
import { selectorText } from '../workloads/selectors';
import { type Labels, type Workload, workloadsOf } from '../workloads/workloads';

/** The name that stands for all sidecars, where gateways are named. (B1) */
export const MESH_GATEWAY = 'mesh';

/** A server of a Gateway. */
export interface Server {
  readonly field: FieldPath;
  /** Undefined where none is written. */
  readonly port?: number;
  /** Empty where none is written. */
  readonly bind: string;
  /** As they are written, `namespace/name` among them, each with its place. */
  readonly hosts: readonly [place: number, host: string][];
  /** Undefined for plain text. */
  readonly tls?: Fields;
}

/** What the checks ask of a Gateway. */
export interface Gateway {
  readonly manifest: Manifest;
  /** The labels by which it selects pods of every namespace; no labels select all. */
  readonly selector: Labels;
  readonly servers: readonly Server[];
}

/** All Gateways; ask for them by `index.view(gatewaysOf)`. */
export function gatewaysOf(index: MeshIndex): readonly Gateway[] {
  return index.all(GATEWAY).map((manifest) => ({
    manifest,
    selector: gatewaySelector(manifest),
    servers: serversOf(manifest),
  }));
}

function serversOf({ spec }: Manifest): Server[] {
  return fieldEntries(fieldsOf(spec).servers).map(([place, server]) => {
    const { number } = fieldsOf(server.port);
    return {
      field: ['spec', 'servers', place],
      bind: textOrEmpty(server.bind),
      hosts: textEntries(server.hosts),
      ...(typeof number === 'number' ? { port: number } : {}),
      ...(server.tls ? { tls: fieldsOf(server.tls) } : {}),
    };
  });
}

/** The labels by which a Gateway selects pods of every namespace; no labels select all. */
export function gatewaySelector({ spec }: Manifest): Labels {
  return texts(fieldsOf(spec).selector);
}

/** What a name among a VirtualService's gateways means there. (B1) */
export function gatewayNamed(name: string, namespace: string): { namespace: string; name: string } {
  const slash = name.indexOf('/');
  return slash < 0 ? { namespace, name } : { namespace: name.slice(0, slash), name: name.slice(slash + 1) };
}

/** The pods of gateways; ask for them by `index.view(gatewayPods)`. */
export function gatewayPods(index: MeshIndex): (selector: Labels) => readonly Workload[] {
  const workloads = index.view(workloadsOf);
  return memoized(selectorText, (selector) => workloads.selectedBy(selector));
}

/** Whether a Gateway serves a host to VirtualServices of a namespace. */
export type ServesHost = (gateway: Manifest, host: string, namespace: string) => boolean;

/** The hosts of Gateways; ask for them by `index.view(gatewayHosts)`. (A3, B3) */
export function gatewayHosts(): ServesHost {
  const hosts = memoized((gateway: Manifest) => gateway, hostsByNamespace);
  return (gateway, host, namespace) =>
    ['*', namespace].some((scope) => hosts(gateway).get(scope)?.matches(host));
}

/** Hosts by the namespace that they are for; `*` is all. */
function hostsByNamespace(gateway: Manifest): ReadonlyMap<string, HostIndex<true>> {
  const hosts = serversOf(gateway).flatMap((server) => server.hosts.map(([, host]) => scoped(host, gateway)));
  return new Map(
    [...groupedBy(hosts, ({ scope }) => scope)].map(([scope, group]) => [
      scope,
      new HostIndex(group.map(({ name }) => [name, true] as const)),
    ]),
  );
}

function scoped(host: string, { namespace }: Manifest): { scope: string; name: string } {
  const [scope = '', name] = host.split('/', 2);
  return name === undefined ? { scope: '*', name: host } : { scope: scope === '.' ? namespace : scope, name };
}
