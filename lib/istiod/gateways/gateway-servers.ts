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
  /** The Gateway that it is written in. */
  readonly gateway: ObjectRef;
  /** Its place in `spec.servers`. */
  readonly index: number;
  /** The number that the Gateway gives it. */
  readonly port: number;
  /** As it is written: `HTTP`, `HTTPS`, `TLS`. */
  readonly protocol: string;
  /** Absent without TLS. */
  readonly tlsMode?: string;
  /** As they are written, with their namespaces if any. */
  readonly hosts: readonly string[];
}

/** A server of a Gateway as istiod reads it. */
export interface GatewayServer {
  readonly ref: ServerRef;
  /** The path of the server in its Gateway. */
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
  /** Its place in the server's `hosts`. */
  readonly place: number;
  /** As it is written: `host`, `namespace/host`, `./host` or `*` and `/host`. */
  readonly written: string;
  /** The namespace whose VirtualServices may serve the host; undefined where those of all namespaces may. */
  readonly namespace: string | undefined;
  readonly name: string;
  /** As istiod compares the hosts of servers. */
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

/** The servers in the spec of a Gateway, without those that have no port, which istiod ignores. */
export function serversOf(gateway: ObjectRef, spec: unknown): GatewayServer[] {
  return fieldEntries(fieldsOf(spec).servers).flatMap(([place, server]) => {
    const port = numberOf(fieldsOf(server.port).number);
    return port === undefined ? [] : [serverOf(refTo(gateway), server, place, port)];
  });
}

/** The routes that a server uses. (A5) */
export function routesUsedBy({ kind }: GatewayServer): RouteList {
  return ROUTES[kind];
}

/** Whether clients have to speak TLS to a server, and can choose it by SNI. */
export function isTlsServer({ protocol, tls }: GatewayServer): boolean {
  return tls !== undefined && !isHttp(protocol);
}

/** The hosts that VirtualServices of a namespace may have there. (B3) */
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

/** Of hosts among which one is every host of every namespace, istiod keeps that one alone. (A3) */
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
