import { claimsOf, type TraceRequest } from '../request/request';

/** Requests that are not HTTP have no method. */
const BYTES = /^(?:tcp|tls):/i;

/** A request in one line: `POST https://shop.example.com/cart from mesh:shop/web, x-group: testers`. */
export function describeRequest(request: TraceRequest): string {
  const { method, url, from = 'gateway', headers = {}, clientIp, sni } = request;
  const claims = claimsOf(request);
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((each) => `${name}: ${each}`),
  );
  return [
    `${BYTES.test(url) ? '' : `${method ?? 'GET'} `}${url}${from === 'gateway' ? '' : ` from ${from}`}`,
    ...lines,
    ...(clientIp === undefined ? [] : [`client IP ${clientIp}`]),
    ...(sni === undefined ? [] : [`SNI "${sni}"`]),
    ...(request.clientCertificate ? ['client certificate'] : []),
    ...(claims ? [`JWT ${JSON.stringify(claims)}`] : []),
  ].join(', ');
}
