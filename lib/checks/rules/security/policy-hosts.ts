import type { MessageType } from '../../../catalogue/message-type';
import { shown } from '../../../catalogue/words';
import { HostIndex } from '../../../istiod/hosts/host-index';
import { fullHost, serviceHost, serviceNamed } from '../../../istiod/hosts/service-host';
import { namespacesOf } from '../../../istiod/injection/namespaces';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type ServiceRegistry, serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { showsHostsOf } from '../../../istiod/registry/shown-hosts';
import { fieldEntries, fieldsOf, textEntries, textsIn } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import { nearest } from '../../../manifests/nearest';
import type { Rule } from '../../rule';

export const IST9271 = {
  code: 'IST9271',
  name: 'PolicyForUnknownHost',
  kiali: ['KIA0104'],
  level: 'Warning',
  summary: 'An AuthorizationPolicy names the host of a Service that does not exist.',
  texts: {
    host: (host: string, namespace: string, meant: string | undefined) =>
      `${shown(host)} is the name of a Service that namespace "${namespace}" does not have in these manifests, so no request is for it; ${meant === undefined ? 'correct the name' : `write ${shown(meant)}`}, or, if the Service exists elsewhere, pass it as --context`,
  },
} as const satisfies MessageType;

/** Policies compare hosts with what clients write. Names without a domain are those of Services. (H7, I3) */
export const policyHosts: Rule = {
  name: 'policy-hosts',
  reports: [IST9271],
  *check(index) {
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      for (const [written, field] of hostsIn(object)) {
        const meant = unknownService(index, written, object.namespace);
        if (meant) {
          const { name, namespace, services } = meant;
          const similar = nearest(name, services);
          const correct = similar && written.toLowerCase().replace(name, similar);
          yield { type: IST9271, object, field, text: IST9271.texts.host(written, namespace, correct) };
        }
      }
    }
  },
};

function* hostsIn({ spec }: Manifest): Iterable<[written: string, field: FieldPath]> {
  for (const [i, { to }] of fieldEntries(fieldsOf(spec).rules)) {
    for (const [j, { operation }] of fieldEntries(to)) {
      for (const [k, host] of textEntries(fieldsOf(operation).hosts)) {
        yield [host, ['spec', 'rules', i, 'to', j, 'operation', 'hosts', k]];
      }
    }
  }
}

interface NamedService {
  readonly name: string;
  readonly namespace: string;
}

/** The Service that a host stands for, and those which its namespace has instead; undefined for every other host. */
function unknownService(
  index: MeshIndex,
  written: string,
  owner: string,
): (NamedService & { readonly services: readonly string[] }) | undefined {
  const host = written.toLowerCase().replace(/:(\d+|\*)$/, '');
  const meant = serviceMeant(index, host, owner);
  if (!meant || !showsHostsOf(index, meant.namespace)) {
    return undefined;
  }
  const registry = index.view(serviceRegistryOf);
  const services = servicesIn(registry, meant.namespace);
  const isKnown =
    services.length === 0 ||
    [host, serviceHost(meant.name, meant.namespace)].some(
      (name) => registry.named(name).length > 0 || index.view(routedHosts).covers(name),
    );
  return isKnown ? undefined : { ...meant, services };
}

/** A name of one word may be any host of clients outside, and one of two a domain. */
function serviceMeant(index: MeshIndex, host: string, owner: string): NamedService | undefined {
  const [name = '', namespace, ...more] = host.split('.');
  if (host.includes('*') || name === '' || name === 'localhost') {
    return undefined;
  }
  if (namespace === undefined) {
    return { name, namespace: owner };
  }
  const isShort = more.length === 0 ? index.view(namespacesOf).match(namespace) : more.join('.') === 'svc';
  return isShort ? { name, namespace } : serviceNamed(host);
}

function servicesIn(registry: ServiceRegistry, namespace: string): readonly string[] {
  return registry
    .in(namespace)
    .flatMap(({ isKubernetes, manifest }) => (isKubernetes ? [manifest.name] : []));
}

/** The hosts of VirtualServices, apart from `*`, which says nothing of names. */
function routedHosts(index: MeshIndex): HostIndex<true> {
  const hosts = index
    .all(VIRTUAL_SERVICE)
    .flatMap(({ spec, namespace }) => textsIn(fieldsOf(spec).hosts).map((host) => fullHost(host, namespace)));
  return new HostIndex(hosts.filter((host) => host !== '*').map((host) => [host, true] as const));
}
