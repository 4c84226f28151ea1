import type { MessageType } from '../../../catalogue/message-type';
import { fullName, objectName } from '../../../catalogue/words';
import { gatewaysUsing } from '../../../istiod/gateways/gateway-bindings';
import { isGateway } from '../../../istiod/gateways/gateway-workloads';
import { hasSidecar } from '../../../istiod/injection/injection';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached } from '../../../istiod/policies/policy';
import { policyWorkloads } from '../../../istiod/policies/policy-scope';
import { isOpenToOutside } from '../../../istiod/registry/kubernetes-service';
import { selectingServices } from '../../../istiod/registry/selecting-services';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { destinationsOf } from '../../../istiod/virtual-services/route-destinations';
import { containersOf, type Workload } from '../../../istiod/workloads/workloads';
import { fieldEntries, fieldsOf, objectsIn, textEntries } from '../../../manifests/fields';
import { contains, parseCidr } from '../../../manifests/ip';
import { AUTHORIZATION_POLICY } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9233 = {
  code: 'IST9233',
  name: 'AddressOfGatewayPeer',
  level: 'Warning',
  summary:
    'An AuthorizationPolicy compares the address of the peer with public addresses at a workload whose requests come through a gateway.',
  texts: {
    address: (block: string, workload: string, gateway: string, instead: string) =>
      `"${block}" is compared with the address of the peer, and for requests to ${workload} through Gateway "${gateway}" that is a pod of the gateway, never the client; use ${instead}, which is compared with the client that the gateway saw`,
  },
} as const satisfies MessageType;

/** The client of a request through a gateway is a peer of the gateway alone. (H7) */
export const blocksBehindGateway: Rule = {
  name: 'blocks-behind-gateway',
  reports: [IST9233],
  *check(index) {
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      const blocks = isAttached(object) ? [] : [...publicBlocks(object)];
      const served = blocks.length > 0 ? servedThroughGateway(index, object) : undefined;
      for (const { block, field, instead } of served ? blocks : []) {
        const { workload, gateway } = served as Served;
        const text = IST9233.texts.address(block, objectName(workload.manifest), fullName(gateway), instead);
        yield { type: IST9233, object, field, text };
      }
    }
  },
};

interface Block {
  readonly block: string;
  readonly field: FieldPath;
  /** What compares the client instead of the peer. */
  readonly instead: string;
}

const SOURCE_FIELDS = [
  ['ipBlocks', 'remoteIpBlocks'],
  ['notIpBlocks', 'notRemoteIpBlocks'],
] as const;

/** The first public block of each list that is compared with the peer. */
function* publicBlocks({ spec }: Manifest): Iterable<Block> {
  for (const [i, { from, when }] of fieldEntries(fieldsOf(spec).rules)) {
    for (const [j, { source }] of fieldEntries(from)) {
      for (const [name, instead] of SOURCE_FIELDS) {
        yield* firstPublic(fieldsOf(source)[name], ['spec', 'rules', i, 'from', j, 'source', name], instead);
      }
    }
    for (const [j, condition] of fieldEntries(when)) {
      for (const name of condition.key === 'source.ip' ? ['values', 'notValues'] : []) {
        yield* firstPublic(condition[name], ['spec', 'rules', i, 'when', j, name], 'key remote.ip');
      }
    }
  }
}

function firstPublic(list: unknown, field: FieldPath, instead: string): Block[] {
  const found = textEntries(list).find(([, block]) => isPublic(block));
  return found ? [{ block: found[1], field: [...field, found[0]], instead }] : [];
}

/** The addresses that pods and nodes have, as far as is usual. */
const PRIVATE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::/8',
  'fc00::/7',
  'fe80::/10',
].flatMap((block) => parseCidr(block) ?? []);

/** Whether a block has no private address. */
function isPublic(text: string): boolean {
  const block = parseCidr(text);
  return (
    block !== undefined &&
    !PRIVATE.some((one) => contains(one, block.address) || contains(block, one.address))
  );
}

/** A workload to which a route of a Gateway leads. */
interface Served {
  readonly workload: Workload;
  readonly gateway: Manifest;
}

/** A workload of a policy that clients reach through a Gateway, and not directly. */
function servedThroughGateway(index: MeshIndex, policy: Manifest): Served | undefined {
  const gatewayOf = index.view(servingGateways);
  const servicesOf = index.view(selectingServices);
  for (const workload of index.view(policyWorkloads)(policy)) {
    const services = isReachableItself(workload) || isGateway(workload) ? [] : servicesOf(workload);
    const gateway = services.map(({ host }) => gatewayOf.get(host)).find((one) => one !== undefined);
    const isDirect = services.some(({ manifest }) => isOpenToOutside(manifest));
    if (gateway && !isDirect && hasSidecar(index, workload)) {
      return { workload, gateway };
    }
  }
  return undefined;
}

function isReachableItself(workload: Workload): boolean {
  return (
    workload.pod.hostNetwork === true ||
    containersOf(workload).some(({ ports }) =>
      objectsIn(ports).some(({ hostPort }) => hostPort !== undefined),
    )
  );
}

/** For each host to which routes of gateways lead, one of the Gateways. */
function servingGateways(index: MeshIndex): ReadonlyMap<string, Manifest> {
  const registry = index.view(serviceRegistryOf);
  const found = new Map<string, Manifest>();
  for (const destination of index.view(destinationsOf)) {
    const [gateway] = destination.takesRequests ? gatewaysUsing(index, destination) : [];
    for (const { host } of gateway ? registry.behind(destination.fullHost) : []) {
      found.set(host, found.get(host) ?? (gateway?.manifest as Manifest));
    }
  }
  return found;
}
