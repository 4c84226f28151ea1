import { parseIp } from '../../../manifests/ip';

/** The parts of a URL, as Go's `net/url` calls them. */
export interface UrlParts {
  /** In lower case; empty where the text is a path alone. */
  readonly scheme: string;
  /** With the port. */
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
}

/** The characters that a host may have unescaped. */
const HOST = /^[A-Za-z0-9!$&'()*+,;=:[\]<>"._~\u0080-\u{10ffff}-]*$/u;
const USER = /^[A-Za-z0-9._:~!$&'()*+,;=%@-]*$/;
const ESCAPE = /%[0-9A-Fa-f]{2}/g;

/**
 * Parses a URL, or the path of one, by the rules of Go's `url.ParseRequestURI`, which are laxer than those of browsers:
 * `oci:anything` is a URL, `example.com` is not. Undefined for a text that is not a URL.
 *
 * @see https://pkg.go.dev/net/url#ParseRequestURI
 */
export function parseUrl(text: string): UrlParts | undefined {
  if (text === '' || hasControlCharacter(text)) {
    return undefined;
  }
  const start = splitScheme(text);
  if (!start) {
    return undefined;
  }
  const { scheme } = start;
  const question = start.rest.indexOf('?');
  const rest = question < 0 ? start.rest : start.rest.slice(0, question);
  const query = question < 0 ? '' : start.rest.slice(question + 1);
  const noHost = { host: '', hostname: '', port: '' };
  if (!rest.startsWith('/')) {
    const path = text === '*' ? '*' : '';
    return scheme !== '' || path ? { scheme, ...noHost, path, query } : undefined;
  }
  const slash = scheme !== '' && rest.startsWith('//') ? rest.indexOf('/', 2) : 0;
  const path = slash < 0 ? '' : rest.slice(slash);
  const authority = slash === 0 ? noHost : parseAuthority(rest.slice(2, slash < 0 ? undefined : slash));
  return authority && areEscapesRight(path)
    ? { scheme, ...authority, ...withoutFragment(path, query) }
    : undefined;
}

/** `ParseRequestURI` does not parse fragments; Kubernetes removes them afterwards. */
function withoutFragment(path: string, query: string): Pick<UrlParts, 'path' | 'query'> {
  const [before = '', ...fragment] = path.split('#');
  return { path: before, query: fragment.length > 0 ? '' : (query.split('#', 1)[0] ?? '') };
}

/** Undefined for a text that begins with a colon. */
function splitScheme(text: string): { scheme: string; rest: string } | undefined {
  if (text.startsWith(':')) {
    return undefined;
  }
  const [all = '', scheme = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text) ?? [];
  return { scheme: scheme.toLowerCase(), rest: text.slice(all.length) };
}

function parseAuthority(text: string): Pick<UrlParts, 'host' | 'hostname' | 'port'> | undefined {
  const at = text.lastIndexOf('@');
  const user = text.slice(0, Math.max(at, 0));
  const host = text.slice(at + 1);
  const bracket = host.lastIndexOf(']');
  const isBracketed = host.startsWith('[');
  if (!USER.test(user) || !areEscapesRight(user) || (isBracketed && bracket < 0)) {
    return undefined;
  }
  const colon = isBracketed ? bracket + 1 : host.indexOf(':');
  const end = colon < 0 ? host.length : colon;
  const hostname = isBracketed ? host.slice(1, bracket) : host.slice(0, end);
  const isRight =
    /^(:\d*)?$/.test(host.slice(end)) &&
    isHost(host.slice(0, end), isBracketed) &&
    (!isBracketed || isIpv6(hostname));
  return isRight ? { host, hostname, port: host.slice(end + 1) } : undefined;
}

/** In a host, Go allows escapes of letters outside ASCII; in a zone, which follows `%25`, it allows all escapes. */
function isHost(text: string, isBracketed: boolean): boolean {
  const zone = isBracketed ? text.indexOf('%25') : -1;
  const name = zone < 0 ? text : `${text.slice(0, zone)}${text.slice(zone).replace(ESCAPE, '')}`;
  return HOST.test(name.replace(/%(?:[89A-Fa-f][0-9A-Fa-f]|25)/g, ''));
}

/** An IPv6 address, perhaps with a zone. */
function isIpv6(text: string): boolean {
  const zone = text.indexOf('%');
  return parseIp(zone < 0 ? text : text.slice(0, zone))?.length === 16;
}

/** Whether every percent sign begins an escape. */
function areEscapesRight(text: string): boolean {
  return !text.replace(ESCAPE, '').includes('%');
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((letter) => letter < ' ' || letter === '\u007f');
}
