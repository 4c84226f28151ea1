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
  return { ...rest, headers };
}
