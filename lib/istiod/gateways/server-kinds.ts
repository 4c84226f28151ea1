import { fieldEntries, fieldsOf, textOrEmpty } from '../../manifests/fields';
import type { Manifest } from '../../manifests/manifest';
import { isHttp, isTls, type Protocol, parseProtocol } from '../registry/protocol';

/** The list of a VirtualService's routes that a server uses; `none` where it uses no VirtualService. */
export type RouteList = 'http' | 'tls' | 'tcp' | 'none';

const TERMINATING = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL'];

/** A server's protocol and TLS, and what comes of them. */
export interface ServerKind {
  /** Undefined where the word is none of Istio's. */
  readonly protocol: Protocol | undefined;
  /** PASSTHROUGH where nothing is written; undefined for plain text. */
  readonly tlsMode?: string;
  readonly redirectsToHttps: boolean;
  readonly routes: RouteList;
}

/** What the servers of a Gateway become, in their order. (A5) */
export function serverKindsOf({ spec }: Manifest): ServerKind[] {
  return fieldEntries(fieldsOf(spec).servers).map(([, { port, tls }]) => {
    const protocol = parseProtocol(textOrEmpty(fieldsOf(port).protocol));
    const { mode, httpsRedirect } = fieldsOf(tls);
    const tlsMode = tls ? textOrEmpty(mode) || 'PASSTHROUGH' : undefined;
    return {
      protocol,
      ...(tlsMode === undefined ? {} : { tlsMode }),
      redirectsToHttps: httpsRedirect === true,
      routes: routesOf(protocol, tlsMode),
    };
  });
}

function routesOf(protocol: Protocol | undefined, tlsMode: string | undefined): RouteList {
  if (isHttp(protocol)) {
    return 'http';
  }
  if (!isTls(protocol)) {
    return 'tcp';
  }
  if (tlsMode !== undefined && TERMINATING.includes(tlsMode)) {
    return protocol === 'HTTPS' ? 'http' : 'tcp';
  }
  return tlsMode === 'AUTO_PASSTHROUGH' ? 'none' : 'tls';
}
