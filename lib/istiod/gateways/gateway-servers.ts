import {
  type Fields,
  fieldEntries,
  fieldsOf,
  numberOf,
  optionalFields,
  textEntries,
  textOrEmpty,
} from '../../manifests/fields';
import type { FieldPath } from '../../manifests/manifest';
import { type ObjectRef, refTo } from '../../manifests/object-ref';
import { isHttp, isTls, type Protocol, parseProtocol } from '../registry/protocol';

/** A server of a Gateway. */
export interface ServerRef {
  /** The Gateway that contains the server. */
  readonly gateway: ObjectRef;
  /** The index of the server in `spec.servers`. */
  readonly index: number;
  /** The number of the port, as the Gateway has it. */
  readonly port: number;
  /** The protocol as it is written, such as `HTTP`, `HTTPS` or `TLS`. */
  readonly protocol: string;
  /** The TLS mode; absent without TLS. */
  readonly tlsMode?: string;
  /** The hosts as they are written, some of them with a namespace. */
  readonly hosts: readonly string[];
}

/** A server of a Gateway as istiod reads it. */
export interface GatewayServer {
  readonly ref: ServerRef;
  /** The path to the server in its Gateway. */
  readonly field: FieldPath;
  /** `namespace/name` of the Gateway, as VirtualServices are bound to it. (A1) */
  readonly gatewayName: string;
  readonly port: number;
  readonly portName: string;
  /** Undefined for a word that Istio does not know. */
  readonly protocol: Protocol | undefined;
  readonly kind: ServerKind;
  /** Empty where the server names no address. */
  readonly bind: string;
  readonly hosts: readonly ServerHost[];
  /** Undefined without a `tls` block. A server of plain HTTP may have one, for its redirect. */
  readonly tls: Fields | undefined;
  readonly tlsMode: string;
  readonly redirectsToHttps: boolean;
}

/** A host of a server. (A3) */
export interface ServerHost {
  /** The index of the host in `hosts`. */
  readonly place: number;
  /** The host as it is written, perhaps with a namespace, `.` or `*` before a slash. */
  readonly written: string;
  /** The namespace whose VirtualServices may serve the host; undefined where those of all namespaces may. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** The form in which istiod compares the hosts of servers. */
  readonly normalized: string;
}

/** What a server does with the bytes of a connection. (A5) */
export type ServerKind = 'HTTP' | 'HTTPS' | 'TLS' | 'PASSTHROUGH' | 'AUTO_PASSTHROUGH' | 'TCP';

/** A list of routes of a VirtualService; `none` where a server uses no VirtualService. */
export type RouteList = 'http' | 'tls' | 'tcp' | 'none';

const ROUTES: Readonly<Record<ServerKind, RouteList>> = {
  HTTP: 'http',
  HTTPS: 'http',
  TLS: 'tcp',
  TCP: 'tcp',
  PASSTHROUGH: 'tls',
  AUTO_PASSTHROUGH: 'none',
};

/** The servers in the spec of a Gateway. istiod ignores a server without a port. */
export function serversOf(gateway: ObjectRef, spec: unknown): GatewayServer[] {
  return fieldEntries(fieldsOf(spec).servers).flatMap(([place, server]) => {
    const port = numberOf(fieldsOf(server.port).number);
    return port === undefined ? [] : [serverOf(refTo(gateway), server, place, port)];
  });
}

/** The list of routes that a server uses. (A5) */
export function routesUsedBy({ kind }: GatewayServer): RouteList {
  return ROUTES[kind];
}

/** Whether a server is for TLS connections, so that clients choose it by SNI. */
export function isTlsServer({ protocol, tls }: GatewayServer): boolean {
  return tls !== undefined && !isHttp(protocol);
}

/** The hosts that VirtualServices of a namespace may have at a server. (B3) */
export function hostsFor({ hosts }: GatewayServer, namespace: string): string[] {
  return hosts.filter((host) => isFor(host, namespace)).map(({ name }) => name);
}

/** Whether VirtualServices of a namespace may serve a host. (B3) */
export function isFor(host: ServerHost, namespace: string): boolean {
  return host.namespace === undefined || host.namespace === namespace;
}

/** The names by which TLS clients choose a server; undefined where it takes any name, and connections without one. (A7) */
export function sniHosts({ hosts }: GatewayServer): readonly string[] | undefined {
  const names = new Set(hosts.map(({ name }) => name));
  return names.has('*') ? undefined : [...names];
}

function serverOf(gateway: ObjectRef, server: Fields, index: number, port: number): GatewayServer {
  const { name, protocol: written } = fieldsOf(server.port);
  const word = textOrEmpty(written);
  const protocol = parseProtocol(word);
  const tls = optionalFields(server.tls);
  // Without a mode it is the first of the enumeration. (A5)
  const tlsMode = textOrEmpty(tls?.mode) || 'PASSTHROUGH';
  const hosts = textEntries(server.hosts);
  return {
    ref: {
      gateway,
      index,
      port,
      protocol: word,
      ...(tls && isTls(protocol) ? { tlsMode } : {}),
      hosts: hosts.map(([, host]) => host),
    },
    field: ['spec', 'servers', index],
    gatewayName: `${gateway.namespace}/${gateway.name}`,
    port,
    portName: textOrEmpty(name),
    protocol,
    kind: kindOf(protocol, tls && tlsMode),
    bind: textOrEmpty(server.bind),
    hosts: normalizedHosts(hosts, gateway.namespace),
    tls,
    tlsMode,
    redirectsToHttps: tls?.httpsRedirect === true,
  };
}

function kindOf(protocol: Protocol | undefined, tlsMode: string | undefined): ServerKind {
  if (isHttp(protocol)) {
    return 'HTTP';
  }
  switch (tlsMode) {
    case undefined:
      return 'TCP';
    case 'PASSTHROUGH':
    case 'AUTO_PASSTHROUGH':
      return tlsMode;
    default:
      return protocol === 'HTTPS' ? 'HTTPS' : 'TLS';
  }
}

/** A host that stands for every host in every namespace replaces the whole list. (A3) */
function normalizedHosts(
  hosts: readonly [place: number, host: string][],
  ownNamespace: string,
): ServerHost[] {
  const all = hosts.map(([place, written]) => serverHost(place, written, ownNamespace));
  const everything = all.find(({ written }) => written === '*/*');
  return everything ? [everything] : all;
}

function serverHost(place: number, written: string, ownNamespace: string): ServerHost {
  const [owner, name] = written.split('/', 2);
  if (name === undefined || owner === '*') {
    const host = name ?? written;
    return { place, written, namespace: undefined, name: host, normalized: host };
  }
  const namespace = owner === '.' ? ownNamespace : owner;
  return { place, written, namespace, name, normalized: `${namespace}/${name}` };
}
