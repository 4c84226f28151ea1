import {
  type Fields,
  fieldEntries,
  fieldsOf,
  numberOf,
  objectsIn,
  textOf,
  textsIn,
} from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';
import { serviceHost } from '../hosts/service-host';
import type { MeshConfig } from '../mesh-config';
import type { MeshIndex } from '../mesh-index';
import { serviceEntryVisibility } from '../service-entry-visibility';
import { type Visibility, visibilityOf } from '../visibility';
import type { Labels } from '../workloads/workloads';
import { isHeadless, serviceExportTo, servicePorts, serviceSelector } from './kubernetes-service';
import { type Protocol, parseProtocol, protocolOf } from './protocol';

/** A host of istiod's registry: a Service, or one of the hosts of a ServiceEntry. */
export interface MeshService {
  readonly host: string;
  readonly namespace: string;
  /** The Service or ServiceEntry that defines the host. */
  readonly manifest: Manifest;
  readonly isKubernetes: boolean;
  readonly ports: readonly MeshPort[];
  /** The namespaces in its own `exportTo`; empty where the default of the mesh applies. */
  readonly exportTo: readonly string[];
  readonly visibility: Visibility;
  /** Whether the host is outside the mesh, so its endpoints do not speak mutual TLS of the mesh. (G7) */
  readonly isExternal: boolean;
  /** How proxies find the endpoints. (G7) */
  readonly resolution: Resolution;
  /** The host for which a Service of type ExternalName is another name. (G3) */
  readonly aliasOf: string | undefined;
  readonly isHeadless: boolean;
  readonly selector: Labels | undefined;
  readonly addresses: readonly string[];
}

export type Resolution = 'PODS' | 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS' | 'ALIAS';

/** A port of a host. */
export interface MeshPort {
  readonly name: string;
  readonly number: number;
  readonly targetPort: number | string;
  /** Undefined where the first bytes of a connection decide. (K1) */
  readonly protocol: Protocol | undefined;
}

/** The host of a Service. */
export function serviceOf(manifest: Manifest, { defaultServiceExportTo }: MeshConfig): MeshService {
  const { name, namespace } = manifest;
  const spec = fieldsOf(manifest.spec);
  const exportTo = serviceExportTo(manifest);
  const aliasOf = spec.type === 'ExternalName' ? textOf(spec.externalName) : undefined;
  return {
    host: serviceHost(name, namespace),
    namespace,
    manifest,
    isKubernetes: true,
    ports: servicePorts(manifest).map(({ name: portName, number, targetPort, protocol, appProtocol }) => ({
      name: portName,
      number,
      targetPort,
      protocol: protocolOf(portName, appProtocol, number, protocol),
    })),
    exportTo,
    visibility: visibilityOf(exportTo, namespace, defaultServiceExportTo),
    isExternal: false,
    resolution: aliasOf ? 'ALIAS' : 'PODS',
    aliasOf: aliasOf || undefined,
    isHeadless: isHeadless(manifest),
    selector: serviceSelector(manifest),
    addresses: clusterIpsOf(spec),
  };
}

function clusterIpsOf({ clusterIP, clusterIPs }: Fields): readonly string[] {
  return textsIn([clusterIP, ...textsIn(clusterIPs)]).filter((ip) => ip !== 'None' && ip !== '');
}

/** The hosts of a ServiceEntry. */
export function entryServicesOf(manifest: Manifest, index: MeshIndex): MeshService[] {
  const { namespace } = manifest;
  const spec = fieldsOf(manifest.spec);
  const exportTo = textsIn(spec.exportTo);
  const shared = {
    namespace,
    manifest,
    isKubernetes: false,
    ports: objectsIn(spec.ports).flatMap(entryPort),
    exportTo,
    visibility: serviceEntryVisibility(index, manifest),
    isExternal: spec.location !== 'MESH_INTERNAL',
    resolution: resolutionOf(spec.resolution),
    aliasOf: undefined,
    isHeadless: false,
    selector: undefined,
    addresses: textsIn(spec.addresses),
  };
  return textsIn(spec.hosts).map((host) => ({ ...shared, host }));
}

function entryPort({ name, number, protocol, targetPort }: Fields): MeshPort[] {
  const port = numberOf(number);
  if (port === undefined) {
    return [];
  }
  return [
    {
      name: textOf(name) ?? '',
      number: port,
      targetPort: numberOf(targetPort) || port,
      protocol: parseProtocol(textOf(protocol) ?? ''),
    },
  ];
}

function resolutionOf(value: unknown): Resolution {
  switch (value) {
    case 'STATIC':
    case 'DNS':
    case 'DNS_ROUND_ROBIN':
    case 'DYNAMIC_DNS':
      return value;
    default:
      return 'NONE';
  }
}

/** The port that a route means: the port that it names, or the only port of the Service. (G1) */
export function calledPort(service: MeshService, written: number | undefined): MeshPort | undefined {
  const [first, ...more] = service.ports;
  const number = written ?? (more.length === 0 ? first?.number : undefined);
  return number ? portOf(service, number) : undefined;
}

/** The place of a port in the ServiceEntry that declares it. */
export function placeOfPort({ spec }: Manifest, number: number): number {
  return fieldEntries(fieldsOf(spec).ports).find(([, port]) => port.number === number)?.[0] ?? 0;
}

/** The port with a number. If a UDP port has the same number as another port, proxies know the other port. (G3) */
export function portOf({ ports }: MeshService, number: number): MeshPort | undefined {
  return (
    ports.find((port) => port.number === number && port.protocol !== 'UDP') ??
    ports.find((port) => port.number === number)
  );
}

/** Of two definitions of a host the first counts, unless only the second is a Service. Ports of both are joined if both are of one kind in one namespace. (G3, W7) */
export function merged(known: MeshService | undefined, next: MeshService): MeshService {
  if (!known || (next.isKubernetes && !known.isKubernetes)) {
    return next;
  }
  const areHalves =
    known.namespace === next.namespace &&
    known.resolution === next.resolution &&
    known.isKubernetes === next.isKubernetes;
  const missing = areHalves
    ? next.ports.filter(({ number }) => !known.ports.some((port) => port.number === number))
    : [];
  return missing.length > 0 ? { ...known, ports: [...known.ports, ...missing] } : known;
}
