import { parseIp } from '../../manifests/ip';
import { type BadRequest, badRequest } from './bad-request';
import { pathAsMatched } from './normalize-path';
import { joinedValues } from './proxy-headers';
import { claimsOf, type HttpRequest, InvalidRequest, type TraceRequest } from './request';

/** A request, taken apart. */
export interface Call {
  /** Whether the client sends HTTP, rather than bytes that proxies cannot read. */
  readonly isHttp: boolean;
  readonly isTls: boolean;
  /** The host of the URL, without brackets. */
  readonly host: string;
  readonly port: number;
  readonly sni: string | undefined;
  readonly clientIp: string | undefined;
  readonly hasCertificate: boolean;
  readonly request: HttpRequest;
  /** Why Envoy answers the request with 400, wherever it reads it. */
  readonly bad: BadRequest | undefined;
}

const URL_PARTS =
  /^(https?|tcp|tls):\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$/i;
/** Clients encode spaces, but a URL has no line breaks or other control characters. */
const CONTROL = /\p{Cc}/u;
/** Characters that a host cannot have. Clients spell letters of other scripts in ASCII. */
const NOT_IN_HOSTS = /[\s"<>\\^`{|}%[\]]/;
/** Characters with which a URL goes on after its host. */
const ENDS_HOST = /[/?#@:]/;
const ASCII = /^[!-~]*$/;
const METHOD = /^[\w!#$%&'*+.^`|~-]+$/;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * What the parts of a request mean to proxies.
 *
 * @param normalization the mesh's `pathNormalization`
 * @throws InvalidRequest if its URL, its method or its client's address is invalid
 */
export function readRequest(request: TraceRequest, normalization = 'DEFAULT'): Call {
  const parts = URL_PARTS.exec(request.url);
  const [, word = '', written = '', portText = '', path = '', query] = parts ?? [];
  const protocol = word.toLowerCase();
  const port = portText === '' ? DEFAULT_PORTS[protocol] : Number(portText);
  const name = hostIn(written);
  if (!parts || name === undefined || (path !== '' && !path.startsWith('/')) || CONTROL.test(request.url)) {
    throw new InvalidRequest(`"${request.url}" is not a URL; write it like "https://shop.example.com/cart"`);
  }
  if (port === undefined || port < 1 || port > 65_535) {
    throw new InvalidRequest(
      `"${request.url}" has no port from 1 to 65535; add one after the host, like ":3306"`,
    );
  }
  const { method = 'GET' } = request;
  if (!METHOD.test(method)) {
    throw new InvalidRequest(`"${method}" is not a method; write it like "GET"`);
  }
  if (request.clientIp !== undefined && !parseIp(request.clientIp)) {
    throw new InvalidRequest(`"${request.clientIp}" is not an IP address; write it like "203.0.113.1"`);
  }
  const isTls = protocol === 'https' || protocol === 'tls';
  const host = name.startsWith('[') ? name.slice(1, -1) : name;
  const headers = headersOf(request);
  const authority = headers.get('host') ?? (port === DEFAULT_PORTS[protocol] ? name : `${name}:${port}`);
  headers.delete('host');
  return {
    isHttp: protocol === 'http' || protocol === 'https',
    isTls,
    host,
    port,
    sni: isTls ? sniOf(request.sni, host) : undefined,
    clientIp: request.clientIp,
    hasCertificate: request.clientCertificate === true,
    bad: badRequest({ method, path, query, authority }, normalization !== 'NONE'),
    request: {
      method,
      scheme: isTls ? 'https' : 'http',
      authority,
      path: path === '' ? '/' : pathAsMatched(path, normalization),
      query,
      headers,
      claims: claimsOf(request),
    },
  };
}

/** Whether clients can call a host: what objects name may be anything, such as a template that nobody has rendered. */
export function isInUrls(host: string): boolean {
  return hostIn(host) !== undefined && !ENDS_HOST.test(host) && URL.canParse(`http://${host}`);
}

/** A host as clients send it; undefined if the text is not a host. */
function hostIn(written: string): string | undefined {
  if (written.startsWith('[')) {
    return written.includes(':') && parseIp(written.slice(1, -1)) ? written : undefined;
  }
  if (written === '' || NOT_IN_HOSTS.test(written)) {
    return undefined;
  }
  return ASCII.test(written) ? written : inAscii(written);
}

function inAscii(host: string): string | undefined {
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return undefined;
  }
}

function headersOf({ headers }: TraceRequest): Map<string, string> {
  const read = new Map<string, string>();
  if (headers) {
    for (const name of Object.keys(headers)) {
      const value = headers[name] ?? '';
      const key = name.toLowerCase();
      const text = joinedValues(key, typeof value === 'string' ? [value] : value);
      const known = read.get(key);
      read.set(key, known === undefined ? text : `${known},${text}`);
    }
  }
  return read;
}

/** By default a client sends the host of the URL, without a trailing dot. TLS does not allow addresses. */
function sniOf(given: string | undefined, host: string): string | undefined {
  const name = given ?? (parseIp(host) ? '' : host.replace(/\.$/, ''));
  return name === '' ? undefined : name.toLowerCase();
}
