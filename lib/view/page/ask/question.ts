import type { Source, TraceRequest } from '../../../routing';
import { claimsOf } from '../../../routing/request/request';
import { claimsFrom, headersFrom } from '../../../routing/request/written-parts';

/** A question as it is written into the fields of the page, and into its address. */
export interface Question {
  readonly method: string;
  readonly url: string;
  readonly from: string;
  /** A line for each header, as `name: value`. */
  readonly headers: readonly string[];
  /** A line for each claim, as `NAME=VALUE`. */
  readonly claims: readonly string[];
  readonly clientIp: string;
  /** Undefined for the host of the URL; it may be empty, for none. */
  readonly sni: string | undefined;
  readonly clientCertificate: boolean;
}

/**
 * The request that a question asks about.
 *
 * @throws InvalidRequest if a header or a claim is malformed
 */
export function requestOf(question: Question): TraceRequest {
  const { method, from, clientIp, sni, clientCertificate } = question;
  const url = withScheme(question.url.trim());
  const headers = headersFrom(question.headers, 'the header');
  const claims = claimsFrom(question.claims, 'the claim');
  const hasMethod = method !== 'GET' && /^https?:/i.test(url);
  return {
    url,
    ...(hasMethod ? { method } : {}),
    ...(headers ? { headers } : {}),
    ...(from === 'gateway' ? {} : { from: from as Source }),
    ...(clientIp === '' ? {} : { clientIp }),
    ...(sni === undefined ? {} : { sni }),
    ...(clientCertificate ? { clientCertificate } : {}),
    ...(claims ? { claims } : {}),
  };
}

/** A method may stand before the URL, as in `POST http://shop.example.com/cart`; it counts then. */
export function withWrittenMethod(question: Question): Question {
  const [, method, url] = /^\s*([A-Z]+)\s+(\S.*)$/.exec(question.url) ?? [];
  return method === undefined || url === undefined ? question : { ...question, method, url };
}

/** As in a browser, `shop.example.com/cart` is enough. */
function withScheme(url: string): string {
  return /^$|\s|^[a-z]+:\/\//i.test(url) ? url : `http://${url}`;
}

/** The question that asks about a request. */
export function questionOf(request: TraceRequest): Question {
  const { method = 'GET', url, from = 'gateway', headers = {}, clientIp = '', sni } = request;
  return {
    method,
    url,
    from,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().map((each) => (each === '' ? `${name};` : `${name}: ${each}`)),
    ),
    claims: Object.entries(claimsOf(request) ?? {}).map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
    clientIp,
    sni,
    clientCertificate: request.clientCertificate ?? false,
  };
}

/** The question as the part of an address after `#`. What is as usual is left out. */
export function hashOf(question: Question): string {
  const { method, url, from, headers, claims, clientIp, sni, clientCertificate } = question;
  const fields = new URLSearchParams({ url });
  if (method !== 'GET') {
    fields.set('method', method);
  }
  if (from !== 'gateway') {
    fields.set('from', from);
  }
  for (const line of headers) {
    fields.append('header', line);
  }
  for (const line of claims) {
    fields.append('claim', line);
  }
  if (clientIp !== '') {
    fields.set('client-ip', clientIp);
  }
  if (sni !== undefined) {
    fields.set('sni', sni);
  }
  if (clientCertificate) {
    fields.set('client-certificate', '');
  }
  return `#${fields}`;
}

/** The question in an address; undefined if there is none. */
export function questionIn(hash: string): Question | undefined {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const url = fields.get('url');
  if (url === null) {
    return undefined;
  }
  return {
    url,
    method: fields.get('method') || 'GET',
    from: fields.get('from') || 'gateway',
    headers: fields.getAll('header'),
    claims: fields.getAll('claim'),
    clientIp: fields.get('client-ip') ?? '',
    sni: fields.get('sni') ?? undefined,
    clientCertificate: fields.has('client-certificate'),
  };
}
