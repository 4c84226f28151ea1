import type {
  VirtualServiceSpecHttpDirectResponse,
  VirtualServiceSpecHttpRedirect,
  VirtualServiceSpecHttpRedirectDerivePort,
  VirtualServiceSpecHttpRewrite,
} from '../../../imports/networking.istio.io';

/**
 * How the port of a redirect is derived.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect-RedirectPortSelection
 */
export enum DerivePort {
  /** The default port of the scheme: 80 for http, 443 for https. */
  FROM_PROTOCOL_DEFAULT = 'FROM_PROTOCOL_DEFAULT',
  /** The port that the request came to: at a gateway, the port of the server; in the mesh, the port of the Service. */
  FROM_REQUEST_PORT = 'FROM_REQUEST_PORT',
}

/**
 * A redirect: an answer that tells the client to send the request elsewhere. Parts that are not set are those of the
 * request. At least one part must be set.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect
 */
export interface HttpRedirect {
  /**
   * The new path, which replaces the whole path of the request. The query of the request is kept unless `uri` contains
   * a `?`. Not together with `prefixRewrite`.
   *
   * @default the path of the request
   */
  readonly uri?: string;

  /**
   * The replacement for the prefix that the route matched; the rest of the path and the query are kept. The replacement
   * is plain text: prefix `/api` with the replacement `/` turns `/api/x` into `//x`, so match `/api/` instead. From Istio
   * 1.31 on.
   *
   * @default the path of the request
   */
  readonly prefixRewrite?: string;

  /**
   * The new host, with a port if one is needed.
   *
   * @default the authority of the request
   */
  readonly authority?: string;

  /**
   * The new scheme.
   *
   * @default the scheme of the request
   */
  readonly scheme?: 'http' | 'https';

  /**
   * The new port, or how to derive it.
   *
   * @default the port of the request if the authority is kept
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
 * An answer that the proxy gives without asking a destination.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPDirectResponse
 */
export interface HttpDirectResponse {
  /** The HTTP status, from 200 to 599. */
  readonly status: number;

  /**
   * The body of the answer, as text or bytes; at most 1 MiB.
   *
   * @default an empty body
   */
  readonly body?: string | Uint8Array;
}

/**
 * Options of rewrites of the path.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export interface HttpRewriteOptions {
  /**
   * The new Host header.
   *
   * @default the Host header is kept
   */
  readonly authority?: string;
}

/**
 * A change of the path or the authority before the proxy forwards the request.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export class HttpRewrite {
  /**
   * Replaces the part of the path that the route matched: a prefix match replaces the prefix, an exact or regex match
   * replaces the whole path. A route without a condition on the path puts `uri` before the path.
   *
   * The replacement is plain text: prefix `/api` with the uri `/` turns `/api/x` into `//x`. Match `/api/` instead.
   *
   * @param uri the replacement, which begins with `/`
   */
  static uri(uri: string, options: HttpRewriteOptions = {}): HttpRewrite {
    return new HttpRewrite({ uri, ...options });
  }

  /**
   * Replaces every match of a regular expression in the path.
   *
   * @param match the regular expression, in RE2 syntax
   * @param rewrite the replacement, with groups as `\1`, `\2`
   * @see https://github.com/google/re2/wiki/Syntax
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
