import { compareTexts } from '../../../istiod/oldest-first';
import type { HttpRequest } from '../../request/request';
import { guardedHeaders, headersOf, type JwtRule, type TokenLocation } from './jwt-rule';

/** The request after rules that found no token: without the headers that only these rules may set. */
export function guardedRequest(request: HttpRequest, asked: readonly JwtRule[]): HttpRequest {
  const forged = asked.flatMap(guardedHeaders).filter((name) => request.headers.has(name));
  if (forged.length === 0) {
    return request;
  }
  const headers = new Map(request.headers);
  for (const name of forged) {
    headers.delete(name);
  }
  return { ...request, headers };
}

/**
 * The request after a rule accepted its token: with the headers that the rule adds.
 *
 * @param asked the rules up to the one that accepted the token; later rules remove no headers
 * @param isForwarded whether the token stays in the request
 */
export function acceptedRequest(
  request: HttpRequest,
  asked: readonly JwtRule[],
  location: TokenLocation,
  isForwarded: boolean,
): HttpRequest {
  const { claims = {}, ...rest } = guardedRequest(request, asked);
  const headers = new Map(rest.headers);
  for (const [name, value] of asked.slice(-1).flatMap((rule) => headersOf(rule, claims))) {
    const others = headers.get(name);
    headers.set(name, others === undefined ? value : `${others},${value}`);
  }
  if (isForwarded) {
    return { ...rest, headers, claims };
  }
  if (location.in === 'header') {
    headers.delete(location.name);
  }
  return location.in === 'parameter'
    ? { ...rest, headers, query: withoutParameter(rest.query, location.name) }
    : { ...rest, headers };
}

/** Envoy decodes all parameters and sorts them by name when it takes the token out of the query. (H2) */
function withoutParameter(query: string | undefined, taken: string): string | undefined {
  const parameters = (query ?? '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=').map(percentDecoded);
      return { name, text: `${name}=${value.join('=')}` };
    })
    .filter(({ name }) => name !== taken)
    .sort((a, b) => compareTexts(a.name, b.name));
  return parameters.length === 0 ? undefined : parameters.map(({ text }) => text).join('&');
}

/** The text with a character for each escaped byte. */
function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
