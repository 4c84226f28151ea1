import { type Fields, fieldsOf, numberOf, objectsIn, textOf, textsIn } from '../../manifests/fields';
import { SERVICE, SERVICE_ENTRY } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { compareTexts, sortedByAge } from '../oldest-first';
import { inOrderOfVisibility, isVisibleIn, type Visibility, visibilityOf } from '../visibility';
import type { Labels } from '../workloads/workloads';
import { type Protocol, parseProtocol, protocolOf } from './protocol';
import { serviceHost, servicePorts, serviceSelector } from './services';

/** A host of istiod's registry: a Service, or one of the hosts of a ServiceEntry. */
export interface MeshService {
  readonly host: string;
  readonly namespace: string;
  readonly manifest: Manifest;
  readonly isKubernetes: boolean;
  readonly ports: readonly MeshPort[];
  readonly visibility: Visibility;
  /** Whether it lies outside of the mesh, where nobody speaks mutual TLS of the mesh. (G7) */
  readonly isExternal: boolean;
  /** How its endpoints are found. (G7) */
  readonly resolution: Resolution;
  /** The host that it is another name of. (G3) */
  readonly aliasOf?: string;
  readonly isHeadless: boolean;
  readonly selector?: Labels;
  readonly addresses: readonly string[];
}

export type Resolution = 'PODS' | 'NONE' | 'STATIC' | 'DNS' | 'DNS_ROUND_ROBIN' | 'DYNAMIC_DNS' | 'ALIAS';

export interface MeshPort {
  readonly name: string;
  readonly number: number;
  readonly targetPort: number | string;
  /** Undefined where the first bytes decide. (K1) */
  readonly protocol: Protocol | undefined;
}

const EXPORT_TO = 'networking.istio.io/exportTo';

/** The registry of an index; ask for it by `index.view(meshServicesOf)`. */
export function meshServicesOf(index: MeshIndex): MeshServices {
  const { defaultServiceExportTo } = index.mesh;
  return new MeshServices([
    ...index.all(SERVICE).map((manifest) => kubernetesService(manifest, defaultServiceExportTo)),
    ...index.all(SERVICE_ENTRY).flatMap((manifest) => entryServices(manifest, defaultServiceExportTo)),
  ]);
}

/** What istiod knows of hosts, and which of several of one name a proxy gets. */
export class MeshServices {
  readonly all: readonly MeshService[];
  private readonly byHost = new Map<string, MeshService[]>();
  private readonly byNamespace = new Map<string, MeshService[]>();
  private readonly byAddress = new Map<string, MeshService>();
  private aliases: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(services: readonly MeshService[]) {
    this.all = sortedByAge(
      services,
      ({ manifest }) => manifest,
      (a, b) =>
        compareTexts(a.host, b.host) ||
        compareTexts(a.manifest.name, b.manifest.name) ||
        compareTexts(a.namespace, b.namespace),
    );
    for (const service of this.all) {
      add(this.byHost, service.host, service);
      add(this.byNamespace, service.namespace, service);
      for (const address of service.addresses) {
        this.byAddress.set(address, this.byAddress.get(address) ?? service);
      }
    }
  }

  named(host: string): readonly MeshService[] {
    return this.byHost.get(host) ?? [];
  }

  in(namespace: string): readonly MeshService[] {
    return this.byNamespace.get(namespace) ?? [];
  }

  at(address: string): MeshService | undefined {
    return this.byAddress.get(address);
  }

  /** The other names of a host, told by Services of type ExternalName, over as many steps as it takes. (G3) */
  aliasesOf(host: string): readonly string[] {
    this.aliases ??= aliasesByHost(this.all);
    return this.aliases.get(host) ?? [];
  }

  /** A Service beats ServiceEntries of its namespace, of which the oldest counts. (G3) */
  inNamespace(host: string, namespace: string): MeshService | undefined {
    const candidates = this.named(host).filter((service) => service.namespace === namespace);
    return candidates.find(({ isKubernetes }) => isKubernetes) ?? candidates[0];
  }

  /** The one that a gateway in `namespace` knows by that host. (G3) */
  inScopeOfGateway(host: string, namespace: string): MeshService | undefined {
    return inOrderOfVisibility(this.named(host), namespace).reduce<MeshService | undefined>(
      merged,
      undefined,
    );
  }

  /** The one that routes of an object in `owner` mean for a gateway in `namespace`. (G3) */
  forRoutesOf(owner: string, host: string, namespace: string): MeshService | undefined {
    const own = this.inNamespace(host, owner);
    return own && isVisibleIn(own.visibility, namespace) ? own : this.inScopeOfGateway(host, namespace);
  }
}

function aliasesByHost(services: readonly MeshService[]): ReadonlyMap<string, readonly string[]> {
  const targets = new Map(services.flatMap(({ host, aliasOf }) => (aliasOf ? [[host, aliasOf]] : [])));
  const aliases = new Map<string, string[]>();
  for (const alias of targets.keys()) {
    const seen = new Set([alias]);
    let target = targets.get(alias);
    while (target !== undefined && targets.has(target) && !seen.has(target)) {
      seen.add(target);
      target = targets.get(target);
    }
    if (target !== undefined && !seen.has(target)) {
      add(aliases, target, alias);
    }
  }
  return aliases;
}

/** The first counts, unless a Service comes after ServiceEntries; two halves of one are put together. (G3) */
export function merged(known: MeshService | undefined, next: MeshService): MeshService {
  if (!known || (next.isKubernetes && !known.isKubernetes)) {
    return next;
  }
  const areHalves =
    known.namespace === next.namespace &&
    known.resolution === next.resolution &&
    known.isKubernetes === next.isKubernetes &&
    known.manifest !== next.manifest;
  const missing = areHalves
    ? next.ports.filter(({ number }) => !known.ports.some((port) => port.number === number))
    : [];
  return missing.length > 0 ? { ...known, ports: [...known.ports, ...missing] } : known;
}

/** The port of a number, of which there may be one for UDP beside the one that proxies know. (G3) */
export function portOf({ ports }: MeshService, number: number): MeshPort | undefined {
  return (
    ports.find((port) => port.number === number && port.protocol !== 'UDP') ??
    ports.find((port) => port.number === number)
  );
}

function kubernetesService(manifest: Manifest, defaultExportTo: unknown): MeshService {
  const { name, namespace, annotations } = manifest;
  const spec = fieldsOf(manifest.spec);
  const exportTo = annotations[EXPORT_TO]
    ?.split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const aliasOf = spec.type === 'ExternalName' ? textOf(spec.externalName) : undefined;
  const isHeadless = spec.clusterIP === 'None';
  const selector = serviceSelector(manifest);
  const addresses = [textOf(spec.clusterIP), ...textsIn(spec.clusterIPs)].filter(
    (address): address is string => address !== undefined && address !== 'None' && address !== '',
  );
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
    visibility: visibilityOf(exportTo, namespace, defaultExportTo),
    isExternal: false,
    resolution: aliasOf ? 'ALIAS' : 'PODS',
    ...(aliasOf ? { aliasOf } : {}),
    isHeadless,
    ...(selector ? { selector } : {}),
    addresses,
  };
}

function entryServices(manifest: Manifest, defaultExportTo: unknown): MeshService[] {
  const { namespace } = manifest;
  const spec = fieldsOf(manifest.spec);
  const shared = {
    namespace,
    manifest,
    isKubernetes: false,
    ports: objectsIn(spec.ports).flatMap(entryPort),
    visibility: visibilityOf(spec.exportTo, namespace, defaultExportTo),
    isExternal: spec.location !== 'MESH_INTERNAL',
    resolution: resolutionOf(spec.resolution),
    isHeadless: false,
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

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known) {
    known.push(value);
  } else {
    map.set(key, [value]);
  }
}
