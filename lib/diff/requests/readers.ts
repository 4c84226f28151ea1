import { HostIndex } from '../../istiod/hosts/host-index';
import type { MeshIndex } from '../../istiod/mesh-index';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { type VirtualService, virtualServicesOf } from '../../istiod/virtual-services/virtual-services';
import { type Workload, workloadsOf } from '../../istiod/workloads/workloads';
import { memoized } from '../../manifests/collections';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { Hop, ObjectRef, Trace } from '../../routing';
import { authorizationPoliciesOf } from '../../routing/policies/authorization/authorization-policies';
import { requestAuthenticationsOf } from '../../routing/policies/tokens/request-authentications';
import type { Question } from './question';

/** What reads a request: VirtualServices, and the policies of workloads. */
export type Reader =
  | { readonly is: 'routes'; readonly virtualService: VirtualService }
  | {
      readonly is: 'policy';
      readonly manifest: Manifest;
      /** Whether it reads requests that routes have changed, rather than those of the sender. */
      readonly isAtDestination: boolean;
    };

/** The VirtualServices that have the host of a question, for some gateway or for clients in the mesh. */
export function readersOfHost(index: MeshIndex, { from, host }: Question): Reader[] {
  const isForMesh = from.startsWith('mesh:');
  return [...index.view(virtualServicesByHost).covering(host)]
    .flat()
    .filter(({ gateways }) => gateways.some((gateway) => (gateway === MESH) === isForMesh))
    .map((virtualService) => ({ is: 'routes', virtualService }));
}

function virtualServicesByHost(index: MeshIndex): HostIndex<readonly VirtualService[]> {
  const byHost = new Map<string, VirtualService[]>();
  for (const virtualService of index.view(virtualServicesOf).all) {
    for (const host of new Set(virtualService.hosts.map((name) => name.toLowerCase()))) {
      const known = byHost.get(host) ?? [];
      known.push(virtualService);
      byHost.set(host, known);
    }
  }
  return new HostIndex(byHost);
}

/** What has read a request on its way. */
export function readersOn(index: MeshIndex, { hops }: Trace): Reader[] {
  return hops.flatMap((hop) => readersAt(index, hop, false));
}

function readersAt(index: MeshIndex, hop: Hop, isAtDestination: boolean): Reader[] {
  switch (hop.hop) {
    case 'policies':
      return policiesFor(index, hop.workload).map((manifest) => ({
        is: 'policy',
        manifest,
        isAtDestination,
      }));
    case 'virtual host':
      return hop.virtualServices.flatMap((ref) => {
        const virtualService = index.view(virtualServicesByName).get(keyOf(ref));
        return virtualService ? [{ is: 'routes' as const, virtualService }] : [];
      });
    case 'destinations':
      return hop.branches.flatMap(({ hops }) => hops.flatMap((inner) => readersAt(index, inner, true)));
    default:
      return [];
  }
}

function virtualServicesByName(index: MeshIndex): ReadonlyMap<string, VirtualService> {
  return new Map(index.view(virtualServicesOf).all.map((one) => [keyOf(one.ref), one]));
}

function policiesFor(index: MeshIndex, ref: ObjectRef): readonly Manifest[] {
  const workload = index.view(workloadsByRef).get(`${ref.kind} ${keyOf(ref)}`);
  return workload ? index.view(policiesOf)(workload) : [];
}

/** The policies that may stop requests at a workload; ask by `index.view(policiesOf)`. */
function policiesOf(index: MeshIndex): (workload: Workload) => readonly Manifest[] {
  return memoized(
    (workload) => workload,
    (workload) => {
      const { custom, deny, allow } = index.view(authorizationPoliciesOf).of(workload);
      const rules = index.view(requestAuthenticationsOf).rulesOf(workload);
      return [
        ...[...custom, ...deny, ...allow].map(({ namespace, name }) =>
          index.get(AUTHORIZATION_POLICY, namespace, name),
        ),
        ...rules.map(({ by }) => index.get(REQUEST_AUTHENTICATION, by.namespace, by.name)),
      ].filter((manifest) => manifest !== undefined);
    },
  );
}

function workloadsByRef(index: MeshIndex): ReadonlyMap<string, Workload> {
  return new Map(
    index.view(workloadsOf).all.map((workload) => [`${workload.manifest.kind} ${keyOf(workload)}`, workload]),
  );
}

function keyOf({ namespace, name }: Pick<ObjectRef, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** What identifies a reader: the same policy may read requests twice. */
export function keyOfReader(reader: Reader): unknown {
  if (reader.is === 'routes') {
    return reader.virtualService;
  }
  return reader.isAtDestination ? reader.manifest.object : reader.manifest;
}
