import type {
  VirtualServiceSpecHttpDirectResponse,
  VirtualServiceSpecHttpRedirect,
  VirtualServiceSpecHttpRedirectDerivePort,
  VirtualServiceSpecHttpRewrite,
} from '../../../imports/networking.istio.io';

/** Where the port of a redirect comes from, when it is not written out. */
export enum DerivePort {
  /** 80 for http, 443 for https. */
  FROM_PROTOCOL_DEFAULT = 'FROM_PROTOCOL_DEFAULT',
  /** The port of the gateway's server (or of the Service, in the mesh) that took the request. */
  FROM_REQUEST_PORT = 'FROM_REQUEST_PORT',
}

/**
 * An answer that sends the client elsewhere. What is not set is kept from the request; at least one must be.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export interface HttpRedirect {
  /**
   * The new path, in place of the whole old one. The query is kept, unless this has a `?`.
   *
   * @default the path of the request
   */
  readonly uri?: string;

  /**
   * The new host, with a port if need be.
   *
   * @default the authority of the request
   */
  readonly authority?: string;

  /**
   * `http` or `https`.
   *
   * @default the scheme of the request
   */
  readonly scheme?: 'http' | 'https';

  /**
   * The new port, or where to take it from.
   *
   * @default the port of the request, as long as the authority is kept
   */
  readonly port?: number | DerivePort;

  /**
   * The HTTP status of the answer.
   *
   * @default 301
   */
  readonly redirectCode?: 301 | 302 | 303 | 307 | 308;
}

/**
 * An answer that the proxy gives itself.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse
 */
export interface HttpDirectResponse {
  /** The HTTP status, from 200 to 599. */
  readonly status: number;

  /**
   * Text, or bytes; at most 1 MiB.
   *
   * @default an empty body
   */
  readonly body?: string | Uint8Array;
}

/** What a rewrite of the path may change beside it. */
export interface HttpRewriteOptions {
  /**
   * The new Host header.
   *
   * @default the Host header is kept
   */
  readonly authority?: string;
}

/**
 * A change of path or authority before the request is sent on.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export class HttpRewrite {
  /**
   * Replaces what the route's match found: a prefix is replaced by `uri`, an exact or regex match of the whole path
   * likewise. It is plain text: prefix `/api` with uri `/` turns `/api/x` into `//x`; match `/api/` instead. A route
   * that matches every path gets `uri` put before each.
   *
   * @param uri begins with `/`
   */
  static uri(uri: string, options: HttpRewriteOptions = {}): HttpRewrite {
    return new HttpRewrite({ uri, ...options });
  }

  /**
   * Replaces every match of an RE2 pattern in the path.
   *
   * @param match the pattern
   * @param rewrite the replacement, with groups as `\1`, `\2`
   */
  static uriRegex(match: string, rewrite: string, options: HttpRewriteOptions = {}): HttpRewrite {
    return new HttpRewrite({ uriRegexRewrite: { match, rewrite }, ...options });
  }

  /** Replaces the Host header and keeps the path. */
  static authority(authority: string): HttpRewrite {
    return new HttpRewrite({ authority });
  }

  private constructor(private readonly rewrite: VirtualServiceSpecHttpRewrite) {}

  /** @internal */
  _render(): VirtualServiceSpecHttpRewrite {
    return this.rewrite;
  }
}

/** @internal */
export function renderRedirect({ port, ...redirect }: HttpRedirect): VirtualServiceSpecHttpRedirect {
  return {
    ...redirect,
    // The raw type has an enum of its own with the same values.
    ...(typeof port === 'string'
      ? { derivePort: port as unknown as VirtualServiceSpecHttpRedirectDerivePort }
      : { port }),
  };
}

/** @internal */
export function renderDirectResponse({
  status,
  body,
}: HttpDirectResponse): VirtualServiceSpecHttpDirectResponse {
  if (body === undefined) {
    return { status };
  }
  return {
    status,
    body: typeof body === 'string' ? { string: body } : { bytes: Buffer.from(body).toString('base64') },
  };
}
