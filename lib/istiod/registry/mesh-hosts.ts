import { groupedBy } from '../../manifests/collections';
import { fieldEntries, fieldsOf, textEntries, textOrEmpty } from '../../manifests/fields';
import { SERVICE, SERVICE_ENTRY } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { HostIndex } from '../hosts/host-index';
import type { MeshIndex } from '../mesh-index';
import { type Visibility, visibilityOf } from '../visibility';
import { type Protocol, parseProtocol, protocolOf } from './protocol';
import { EXPORT_TO, serviceHost, servicePorts } from './services';

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
export function meshHosts(index: MeshIndex): HostIndex<readonly MeshHost[]> {
  const { defaultServiceExportTo: meshDefault } = index.mesh;
  const hosts = [
    ...index.all(SERVICE).map((service) => hostOfService(service, meshDefault)),
    ...index.all(SERVICE_ENTRY).flatMap((entry) => hostsOfEntry(entry, meshDefault)),
  ];
  return new HostIndex(groupedBy(hosts, ({ name }) => name));
}

function hostOfService(object: Manifest, meshDefault: readonly string[]): MeshHost {
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
    visibility: visibilityOf(exportTo?.filter(Boolean), namespace, meshDefault),
    ...(type === 'ExternalName' ? { aliasOf: textOrEmpty(externalName) } : {}),
  };
}

function hostsOfEntry(object: Manifest, meshDefault: readonly string[]): MeshHost[] {
  const { hosts, exportTo, ports } = fieldsOf(object.spec);
  const rest = {
    object,
    ports: fieldEntries(ports).flatMap(([, { number, name, protocol }]) =>
      typeof number === 'number'
        ? [{ number, name: textOrEmpty(name), protocol: parseProtocol(textOrEmpty(protocol)) }]
        : [],
    ),
    visibility: visibilityOf(exportTo, object.namespace, meshDefault),
  };
  return textEntries(hosts).map(([, name]) => ({ name, ...rest }));
}
