import type { MessageType } from '../../../catalogue/message-type';
import { fullName, shown } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { type MeshPort, type MeshService, placeOfPort } from '../../../istiod/registry/mesh-service';
import { isTls, type Protocol } from '../../../istiod/registry/protocol';
import { serviceRegistryOf } from '../../../istiod/registry/service-registry';
import { groupedBy } from '../../../manifests/collections';
import { SERVICE_ENTRY } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9273 = {
  code: 'IST9273',
  name: 'RepeatedServiceEntry',
  kiali: ['KIA1211'],
  level: 'Info',
  summary: 'Two ServiceEntries declare the same host and port to the same proxies.',
  texts: {
    port: (port: number, host: string, other: string) =>
      `is port ${port} of ${shown(host)}, which ServiceEntry "${other}" declares to the same proxies too; keep one of them, or export each to other namespaces`,
  },
} as const satisfies MessageType;

export const IST9274 = {
  code: 'IST9274',
  name: 'ServiceEntriesInConflict',
  kiali: ['KIA1212'],
  level: 'Warning',
  givesWayTo: ['IST0177'],
  summary: 'Two ServiceEntries declare the same host and port to the same proxies with different protocols.',
  texts: {
    protocol: (port: MeshPort, host: string, other: string, otherProtocol: string) =>
      `is ${port.protocol ?? 'TCP'} for port ${port.number} of ${shown(host)}, and ServiceEntry "${other}" declares it as ${otherProtocol} to the same proxies, which use only one of them; declare one protocol, or export each to other namespaces`,
  },
} as const satisfies MessageType;

/** Of several definitions of a host and port that a proxy sees, it uses one. (G3) */
export const repeatedServiceEntries: Rule = {
  name: 'repeated-service-entries',
  reports: [IST9273, IST9274],
  *check(index) {
    if (index.all(SERVICE_ENTRY).length < 2) {
      return;
    }
    for (const [repeated, earlier] of repetitionsIn(index)) {
      const { service, port } = repeated;
      const object = service.manifest;
      const other = fullName(earlier.service.manifest);
      const field = ['spec', 'ports', placeOfPort(object, port.number)];
      yield areOne(port.protocol, earlier.port.protocol)
        ? { type: IST9273, object, field, text: IST9273.texts.port(port.number, service.host, other) }
        : {
            type: IST9274,
            object,
            field: [...field, 'protocol'],
            text: IST9274.texts.protocol(port, service.host, other, earlier.port.protocol ?? 'TCP'),
          };
    }
  },
};

interface Declared {
  readonly service: MeshService;
  readonly port: MeshPort;
}

/** The ports of ServiceEntries that an earlier one declares as well, with the first of these. */
function* repetitionsIn(index: MeshIndex): Iterable<[repeated: Declared, earlier: Declared]> {
  const entries = index.view(serviceRegistryOf).all.filter(({ isKubernetes }) => !isKubernetes);
  for (const services of groupedBy(entries, ({ host }) => host.toLowerCase()).values()) {
    if (services.length < 2) {
      continue;
    }
    const declared = services.flatMap((service) => service.ports.map((port) => ({ service, port })));
    for (const ofPort of groupedBy(declared, ({ port }) => port.number).values()) {
      yield* repetitionsOf(ofPort);
    }
  }
}

function* repetitionsOf(declared: readonly Declared[]): Iterable<[repeated: Declared, earlier: Declared]> {
  const firstIn = new Map<string, Declared>();
  let [first, firstPublic]: (Declared | undefined)[] = [];
  for (const one of declared) {
    const { isPublic, namespaces } = one.service.visibility;
    if (!isPublic && namespaces.size === 0) {
      continue;
    }
    const named = [...namespaces].map((namespace) => firstIn.get(namespace)).find((other) => other);
    const earlier = isPublic ? first : (firstPublic ?? named);
    if (earlier && earlier.service.manifest !== one.service.manifest) {
      yield [one, earlier];
    }
    first ??= one;
    firstPublic ??= isPublic ? one : undefined;
    for (const namespace of namespaces) {
      firstIn.set(namespace, firstIn.get(namespace) ?? one);
    }
  }
}

/** Both HTTPS and TLS are told by the server name. Without a protocol, a port is of TCP. */
function areOne(one: Protocol | undefined, other: Protocol | undefined): boolean {
  return (one ?? 'TCP') === (other ?? 'TCP') || (isTls(one) && isTls(other));
}
