import type { PortPolicy } from '../../istiod/destination-rules/port-policy';
import type { MeshConfig } from '../../istiod/mesh-config';
import type { Protocol } from '../../istiod/registry/protocol';
import { isHttp, isHttp2 } from '../../istiod/registry/protocol';
import { fieldsOf, textOf } from '../../manifests/fields';
import type { ClientTls, TlsClient } from '../policies/tls/client-side-tls';
import type { ArrivalHop, DestinationRef, Settings } from '../result';
import { settingsIn } from '../settings';
import { type BadRequests, type Carried, type Content, isBad, isReadAsHttp } from './content';

/** What the client's side sends to an endpoint. */
export interface Sending {
  /** What the client's proxy puts around the content. */
  readonly transport: ArrivalHop['transport'];
  /** Why it does that. */
  readonly because: string;
  /** Whether auto mTLS decides on mutual TLS, rather than a DestinationRule. */
  readonly isAutoMtls?: true;
  readonly content: Content;
  /** Whether the client's proxy reads the requests, and so answers them with a status when they fail. */
  readonly isReadAsHttp: boolean;
  /**
   * Whether bytes of which nothing is known may be HTTP: those that a proxy forwards to a destination, rather than those
   * that it has found not to be HTTP.
   */
  readonly mayBeHttp: boolean;
  /** Absent for requests that Envoy reads, and for what is not HTTP. */
  readonly bad?: BadRequests;
  /** Whether the client's proxy passes the connection through, to an address that may not be the one of the manifests. */
  readonly isPassedThrough?: true;
  /** The server name of the proxy's TLS; undefined without one, or if it is the host of the request. */
  readonly sni?: string | undefined;
  /** What is set for the proxy's TLS; absent if nothing is. */
  readonly settings?: Settings | undefined;
  /** The protocols that the proxy's TLS offers. */
  readonly alpn?: readonly string[] | undefined;
}

/** What decides how a client's proxy sends, besides TLS. */
export interface SendingContext {
  readonly role: TlsClient;
  readonly mesh: MeshConfig;
  /** Absent for a connection that is passed through. */
  readonly ref?: DestinationRef | undefined;
  readonly protocol: Protocol | undefined;
  readonly policy: PortPolicy | undefined;
  /** The names that the certificate of the server may have, as its ServiceEntry says. */
  readonly serverNames: readonly string[];
}

/** What the client's side sends: what it carries, in the version of HTTP and the TLS of the destination. (G10, G11) */
export function sendingOf(tls: ClientTls, carried: Carried, context: SendingContext): Sending {
  const content = contentOf(carried, context);
  const transport = transportOf(tls, context.policy);
  const sending = {
    mayBeHttp: content === 'bytes' && context.role !== 'no proxy' && context.ref !== undefined,
    transport,
    because: tls.because,
    ...(tls.isAutoMtls ? { isAutoMtls: tls.isAutoMtls } : {}),
    content,
    isReadAsHttp: isReadAsHttp(carried) && context.role !== 'no proxy',
    ...(isBad(carried) ? { bad: carried } : {}),
    ...(context.role !== 'no proxy' && !context.ref ? { isPassedThrough: true as const } : {}),
  };
  if (transport === 'plaintext') {
    return sending;
  }
  return {
    ...sending,
    sni: sniOf(transport, context),
    settings: settingsOf(context),
    alpn: alpnOf(transport, content, isReadAsHttp(carried)),
  };
}

function contentOf(carried: Carried, { role, mesh, protocol, policy }: SendingContext): Content {
  if (isBad(carried)) {
    return 'plaintext HTTP/1.1';
  }
  if (!isReadAsHttp(carried)) {
    return carried as Content;
  }
  const asSent: Content = carried === 'gRPC requests' ? 'HTTP/2' : 'plaintext HTTP/1.1';
  if (role === 'no proxy') {
    return asSent;
  }
  const http = fieldsOf(policy?.connectionPool?.http);
  if (isHttp2(protocol)) {
    return 'HTTP/2';
  }
  if (http.useClientProtocol === true || (role === 'sidecar' && protocol === undefined)) {
    return asSent;
  }
  const upgrade = textOf(http.h2UpgradePolicy) ?? 'DEFAULT';
  const isUpgraded = upgrade === 'UPGRADE' || (upgrade === 'DEFAULT' && mesh.h2UpgradePolicy === 'UPGRADE');
  return isUpgraded && isHttp(protocol) ? 'HTTP/2' : 'plaintext HTTP/1.1';
}

function transportOf({ sends }: ClientTls, policy: PortPolicy | undefined): Sending['transport'] {
  switch (sends) {
    case 'mtls':
      return 'mutual TLS of the mesh';
    case 'plaintext':
      return 'plaintext';
    case 'tls':
      return textOf(policy?.tls?.mode) === 'MUTUAL' ? 'mutual TLS' : 'TLS';
  }
}

function sniOf(transport: Sending['transport'], { ref, policy }: SendingContext): string | undefined {
  const written = textOf(fieldsOf(policy?.tls).sni) || undefined;
  return written ?? (transport === 'mutual TLS of the mesh' && ref ? sniOfCluster(ref) : undefined);
}

/** What is set for the TLS to a server. Names that the DestinationRule accepts replace those of the ServiceEntry. (G11) */
function settingsOf({ policy, serverNames }: SendingContext): Settings | undefined {
  const names = serverNames.length > 0 ? { subjectAltNames: serverNames } : {};
  const settings = settingsIn({ ...names, ...policy?.tls }, ['mode']);
  return Object.keys(settings).length > 0 ? settings : undefined;
}

/** The name that Envoy gives to the cluster as an SNI. */
function sniOfCluster({ host, port, subset = '' }: DestinationRef): string {
  return `outbound_.${port}_.${subset}_.${host}`;
}

function alpnOf(
  transport: Sending['transport'],
  content: Content,
  readsRequests: boolean,
): readonly string[] | undefined {
  if (transport === 'mutual TLS of the mesh') {
    return readsRequests
      ? content === 'HTTP/2'
        ? ['istio-h2', 'istio', 'h2']
        : ['istio-http/1.1', 'istio', 'http/1.1']
      : ['istio-peer-exchange', 'istio'];
  }
  return readsRequests ? [content === 'HTTP/2' ? 'h2' : 'http/1.1'] : undefined;
}
