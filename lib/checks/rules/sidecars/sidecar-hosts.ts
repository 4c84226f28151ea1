import type { MessageType } from '../../../catalogue/message-type';
import { shown } from '../../../catalogue/words';
import { HostIndex } from '../../../istiod/hosts/host-index';
import { isWildcard } from '../../../istiod/hosts/host-matching';
import { serviceNamed } from '../../../istiod/hosts/service-host';
import { namespacesOf, showsNamespaces } from '../../../istiod/injection/namespaces';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { showsHostsOf } from '../../../istiod/registry/shown-hosts';
import { MESH } from '../../../istiod/virtual-services/gateway-name';
import { virtualServicesOf } from '../../../istiod/virtual-services/virtual-services';
import { EVERYWHERE } from '../../../istiod/visibility';
import { groupedBy, memoized } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, textEntries } from '../../../manifests/fields';
import { SIDECAR } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9272 = {
  code: 'IST9272',
  name: 'SidecarHostOfNobody',
  kiali: ['KIA1004'],
  level: 'Warning',
  summary: 'A Sidecar imports a host that no Service, ServiceEntry or VirtualService has.',
  texts: {
    host: (entry: string, elsewhere: string | undefined) =>
      `${shown(entry)} does not match any Service, ServiceEntry or VirtualService in these manifests, so it imports nothing; ${elsewhere === undefined ? 'correct it' : `write ${shown(elsewhere)}`}, or, if the host is defined elsewhere, pass its definition as --context`,
    namespace: (entry: string, namespace: string) =>
      `${shown(entry)} imports from namespace "${namespace}", which these manifests do not show; correct the name, or, if the namespace exists elsewhere, pass it as --context`,
  },
} as const satisfies MessageType;

/** An entry of `hosts` is a namespace and a host, either of which may stand for all. (I1) */
export const sidecarHosts: Rule = {
  name: 'sidecar-hosts',
  reports: [IST9272],
  *check(index) {
    const problemWith = memoized(
      (entry: string, namespace: string) => `${namespace} ${entry}`,
      (entry, namespace) => problemOf(index, entry, namespace),
    );
    for (const object of index.all(SIDECAR)) {
      for (const [i, { hosts }] of fieldEntries(fieldsOf(object.spec).egress)) {
        for (const [j, entry] of textEntries(hosts)) {
          const text = problemWith(entry, object.namespace);
          if (text !== undefined) {
            yield { type: IST9272, object, field: ['spec', 'egress', i, 'hosts', j], text };
          }
        }
      }
    }
  },
};

function problemOf(index: MeshIndex, entry: string, own: string): string | undefined {
  const [written = '', host, ...more] = entry.split('/');
  if (host === undefined || more.length > 0 || written.startsWith('~')) {
    return undefined;
  }
  const namespace = written === '.' ? own : written;
  if (host === '*') {
    const isKnown = namespace === EVERYWHERE || index.view(namespacesOf).match(namespace);
    return isKnown || !showsNamespaces(index) ? undefined : IST9272.texts.namespace(entry, namespace);
  }
  const { services, routed } = index.view(hostsIn)(namespace);
  const owner = namespace === EVERYWHERE ? serviceNamed(host)?.namespace : namespace;
  if (!showsHosts(index, owner) || hasUnder(services, host) || routed.matches(host)) {
    return undefined;
  }
  const [elsewhere] = index.view(serviceRegistryOf).named(host);
  return IST9272.texts.host(entry, elsewhere && `${elsewhere.namespace}/${host}`);
}

/** Whether the manifests seem to show the hosts of a namespace, or of servers outside. */
function showsHosts(index: MeshIndex, namespace: string | undefined): boolean {
  return namespace === undefined
    ? index.view(serviceRegistryOf).all.some(({ isKubernetes }) => !isKubernetes)
    : showsHostsOf(index, namespace);
}

function hasUnder(services: HostIndex<true>, host: string): boolean {
  return services.get(host) !== undefined || (isWildcard(host) && services.matches(host));
}

interface Hosts {
  readonly services: HostIndex<true>;
  /** The hosts of VirtualServices for sidecars. */
  readonly routed: HostIndex<true>;
}

/** The hosts that a namespace defines, or all of them. */
function hostsIn(index: MeshIndex): (namespace: string) => Hosts {
  const registry = index.view(serviceRegistryOf);
  const bound = index.view(virtualServicesOf).boundTo(MESH);
  const byNamespace = groupedBy(bound, ({ namespace }) => namespace);
  return memoized(
    (namespace) => namespace,
    (namespace) => {
      const isAll = namespace === EVERYWHERE;
      const services = isAll ? registry.all : registry.in(namespace);
      const virtualServices = isAll ? bound : (byNamespace.get(namespace) ?? []);
      return {
        services: new HostIndex(services.map(({ host }) => [host, true] as const)),
        routed: new HostIndex(
          virtualServices.flatMap(({ hosts }) => hosts).map((host) => [host, true] as const),
        ),
      };
    },
  );
}
