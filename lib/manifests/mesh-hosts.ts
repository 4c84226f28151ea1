import { groupedBy } from './collections';
import { fieldsOf, mapsIn, textOf, textsIn } from './fields';
import { HostIndex } from './host-index';
import { SERVICE, SERVICE_ENTRY } from './kinds';
import type { Manifest } from './manifest';
import type { ManifestIndex } from './manifest-index';
import { type Protocol, parseProtocol, protocolOf } from './protocol';
import { EXPORT_TO, serviceHost, servicePorts } from './services';
import { type Visibility, visibilityOf } from './visibility';

/** A host that proxies know: a Service's, or one of a ServiceEntry's. (G3) */
export interface MeshHost {
  readonly name: string;
  /** The Service or ServiceEntry that defines it. */
  readonly object: Manifest;
  readonly ports: readonly MeshPort[];
  readonly visibility: Visibility;
  /** The name that a Service of type ExternalName stands for. */
  readonly aliasOf?: string;
}

/** A port of a host. */
export interface MeshPort {
  readonly number: number;
  readonly name: string;
  /** Undefined where the first bytes of a connection decide. (K1) */
  readonly protocol: Protocol | undefined;
}

/** Hosts by name, each with all that define it, Services first; ask for them by `index.view(meshHosts)`. */
export function meshHosts(index: ManifestIndex): HostIndex<readonly MeshHost[]> {
  const hosts = [...index.all(SERVICE).map(hostOfService), ...index.all(SERVICE_ENTRY).flatMap(hostsOfEntry)];
  return new HostIndex(groupedBy(hosts, ({ name }) => name));
}

function hostOfService(object: Manifest): MeshHost {
  const { name, namespace, annotations } = object;
  const { type, externalName } = fieldsOf(object.spec);
  const exportTo = annotations[EXPORT_TO]?.split(',').map((entry) => entry.trim());
  return {
    name: serviceHost(name, namespace),
    object,
    ports: servicePorts(object).map((port) => ({
      number: port.number,
      name: port.name,
      protocol: protocolOf(port.name, port.appProtocol, port.number, port.protocol),
    })),
    visibility: visibilityOf(exportTo?.filter(Boolean), namespace),
    ...(type === 'ExternalName' ? { aliasOf: textOf(externalName) } : {}),
  };
}

function hostsOfEntry(object: Manifest): MeshHost[] {
  const { hosts, exportTo, ports } = fieldsOf(object.spec);
  const rest = {
    object,
    ports: mapsIn(ports).flatMap(([, { number, name, protocol }]) =>
      typeof number === 'number'
        ? [{ number, name: textOf(name), protocol: parseProtocol(textOf(protocol)) }]
        : [],
    ),
    visibility: visibilityOf(exportTo, object.namespace),
  };
  return textsIn(hosts).map(([, name]) => ({ name, ...rest }));
}
