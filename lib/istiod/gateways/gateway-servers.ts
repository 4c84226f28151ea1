import { type Fields, fieldsOf, numberOf, optionalFields, textOf, textsIn } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';
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
  /** `namespace/name`, as VirtualServices are bound to it. (A1) */
  readonly gatewayName: string;
  readonly port: number;
  readonly portName: string;
  /** As it is spelled. */
  readonly word: string;
  readonly protocol: Protocol | undefined;
  readonly bind: string;
  /** Normalised. (A3) */
  readonly hosts: readonly string[];
  /** Undefined without a `tls` block. */
  readonly tls: Fields | undefined;
  readonly tlsMode: string;
  readonly redirectsToHttps: boolean;
}

/** The servers of a Gateway, but for those without a port. */
export function serversOf(gateway: Manifest): GatewayServer[] {
  const servers = fieldsOf(gateway.spec).servers;
  return (Array.isArray(servers) ? servers : []).flatMap((server, index) => {
    const port = numberOf(fieldsOf(fieldsOf(server).port).number);
    return port === undefined ? [] : [serverOf(gateway, fieldsOf(server), index, port)];
  });
}

function serverOf(gateway: Manifest, server: Fields, index: number, port: number): GatewayServer {
  const { namespace, name } = gateway;
  const { name: portName, protocol: word } = fieldsOf(server.port);
  const tls = optionalFields(server.tls);
  // Without a mode it is the first of the enumeration. (A5)
  const tlsMode = textOf(tls?.mode) ?? 'PASSTHROUGH';
  const hosts = normalizedHosts(textsIn(server.hosts), namespace);
  const protocol = textOf(word) ?? '';
  return {
    ref: {
      gateway: refTo(gateway),
      index,
      port,
      protocol,
      ...(tls && isTls(parseProtocol(protocol)) ? { tlsMode } : {}),
      hosts: textsIn(server.hosts),
    },
    gatewayName: `${namespace}/${name}`,
    port,
    portName: textOf(portName) ?? '',
    word: protocol,
    protocol: parseProtocol(protocol),
    bind: textOf(server.bind) ?? '',
    hosts,
    tls,
    tlsMode,
    redirectsToHttps: tls?.httpsRedirect === true,
  };
}

/** `./host` is of the Gateway's namespace, `*` before a slash says nothing, and twice it is every host. (A3) */
function normalizedHosts(hosts: readonly string[], namespace: string): readonly string[] {
  if (hosts.includes('*/*')) {
    return ['*'];
  }
  return hosts.map((host) => {
    const [owner, name] = host.split('/', 2);
    if (name === undefined) {
      return host;
    }
    return owner === '.' ? `${namespace}/${name}` : owner === '*' ? name : host;
  });
}

/** What a server does with the bytes of a connection. (A5) */
export function kindOf({ protocol, tls, tlsMode }: GatewayServer): ServerKind {
  if (isHttp(protocol)) {
    return 'HTTP';
  }
  if (!tls) {
    return 'TCP';
  }
  if (tlsMode === 'PASSTHROUGH' || tlsMode === 'AUTO_PASSTHROUGH') {
    return tlsMode;
  }
  return protocol === 'HTTPS' ? 'HTTPS' : 'TLS';
}

export type ServerKind = 'HTTP' | 'HTTPS' | 'TLS' | 'PASSTHROUGH' | 'AUTO_PASSTHROUGH' | 'TCP';

/** The hosts that VirtualServices of a namespace may have there. (B3) */
export function hostsFor({ hosts }: Pick<GatewayServer, 'hosts'>, namespace: string): string[] {
  return hosts.flatMap((host) => {
    const [owner, name] = host.split('/', 2);
    return name === undefined ? [host] : owner === namespace ? [name] : [];
  });
}

/** The names by which TLS clients choose a server; undefined where any will do, and none too. (A7) */
export function sniHosts({ hosts }: GatewayServer): readonly string[] | undefined {
  const names = new Set(hosts.map((host) => host.slice(host.indexOf('/') + 1)));
  return names.has('*') ? undefined : [...names];
}

/** Servers of all Gateways of a pod in order. */
export function allServers(gateways: readonly Manifest[]): GatewayServer[] {
  return gateways.flatMap(serversOf);
}
