import { STATUS_CODES } from 'node:http';
import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpCorsPolicy,
  VirtualServiceSpecHttpDirectResponse,
  VirtualServiceSpecHttpFault,
  VirtualServiceSpecHttpRedirect,
  VirtualServiceSpecHttpRetries,
  VirtualServiceSpecHttpRewrite,
} from '../../imports/networking.istio.io';
import { validateDestination, validateDestinations } from './destinations';
import { validateHeaders, validateRewrittenAuthority } from './headers';
import { validateHttpMatch, validateStringMatch } from './http-match';
import type { Problem } from './problem';
import {
  dnsLabel,
  duration,
  headerName,
  kubernetesName,
  parseDuration,
  percentage,
  port,
  regex,
} from './values';
import { GrpcStatus, HttpMethod, RetryOn } from './vocabulary';

/** Codes for which Istio has a redirect; with any other the route gets no action. */
const REDIRECT_CODES = [301, 302, 303, 307, 308];
const CORS_METHODS: readonly string[] = [...Object.values(HttpMethod), '*'];
const RETRY_CONDITIONS: readonly string[] = Object.values(RetryOn);
const GRPC_STATUSES: readonly string[] = Object.values(GrpcStatus);
const MAX_BODY_BYTES = 1024 * 1024;

type HttpRoute = VirtualServiceSpecHttp;

export interface HttpRouteSurroundings {
  readonly isDelegate: boolean;
  /** The gateways of the VirtualService; undefined for a delegate, which does not know them. */
  readonly gateways?: readonly string[];
}

export function* validateHttpRoute(
  field: string,
  route: HttpRoute,
  surroundings: HttpRouteSurroundings,
): Iterable<Problem> {
  for (const [i, match] of (route.match ?? []).entries()) {
    yield* validateHttpMatch(`${field}.match[${i}]`, match, surroundings.gateways);
  }
  yield* validateActions(field, route, surroundings);
  if (route.redirect) {
    yield* validateRedirect(`${field}.redirect`, route.redirect);
  }
  if (route.directResponse) {
    yield* validateDirectResponse(`${field}.directResponse`, route.directResponse);
  }
  if (route.delegate) {
    yield* kubernetesName(`${field}.delegate.name`, route.delegate.name ?? '');
    if (route.delegate.namespace !== undefined) {
      yield* dnsLabel(`${field}.delegate.namespace`, route.delegate.namespace);
    }
  }
  if (route.rewrite) {
    yield* validateRewrite(`${field}.rewrite`, route.rewrite);
  }
  yield* duration(`${field}.timeout`, route.timeout, '; leave it out for no timeout');
  if (route.retries) {
    yield* validateRetries(`${field}.retries`, route.retries, route.timeout);
  }
  if (route.fault) {
    yield* validateFault(`${field}.fault`, route.fault);
  }
  for (const [i, mirror] of (route.mirrors ?? []).entries()) {
    yield* validateDestination(`${field}.mirrors[${i}].destination`, mirror.destination);
    yield* percentage(`${field}.mirrors[${i}].percentage`, mirror.percentage?.value);
  }
  if (route.corsPolicy) {
    yield* validateCors(`${field}.corsPolicy`, route.corsPolicy);
  }
  yield* validateHeaders(`${field}.headers`, route.headers);
  for (const [i, { headers }] of (route.route ?? []).entries()) {
    yield* validateHeaders(`${field}.route[${i}].headers`, headers);
  }
  yield* validateRewrittenAuthority(field, route);
}

/** A route forwards, redirects, answers or delegates; what belongs to one of these is lost on the others. */
function* validateActions(
  field: string,
  route: HttpRoute,
  { isDelegate }: HttpRouteSurroundings,
): Iterable<Problem> {
  const actions = (['redirect', 'directResponse', 'delegate', 'route'] as const).filter(
    (name) => route[name],
  );
  const [action, ...others] = actions;
  if (action === undefined) {
    const message = 'has no destination, redirect, direct response or delegate; give it one of them';
    yield { field, message };
    return;
  }
  for (const other of others) {
    yield { field: `${field}.${other}`, message: `is never used beside ${action}; keep one of them` };
  }
  if (action === 'route') {
    yield* validateDestinations(`${field}.route`, route.route);
  } else if (action === 'delegate') {
    if (isDelegate) {
      const message =
        'is not followed: a delegate cannot delegate; name it in the VirtualService with the hosts';
      yield { field: `${field}.delegate`, message };
    }
  } else {
    for (const name of ['rewrite', 'timeout', 'retries', 'fault', 'mirrors'] as const) {
      if (route[name] !== undefined) {
        yield { field: `${field}.${name}`, message: `is never used beside ${action}; remove it` };
      }
    }
  }
}

function* validateRedirect(field: string, redirect: VirtualServiceSpecHttpRedirect): Iterable<Problem> {
  const { authority, derivePort, port: target, redirectCode, scheme, uri } = redirect;
  if (!authority && !derivePort && target === undefined && !scheme && !uri) {
    yield {
      field,
      message: 'changes nothing, so it redirects to itself; set uri, authority, scheme or port',
    };
  }
  if (target !== undefined) {
    yield* port(`${field}.port`, target);
  }
  if (redirectCode !== undefined && !REDIRECT_CODES.includes(redirectCode)) {
    yield {
      field: `${field}.redirectCode`,
      message: `${redirectCode} is no redirect of Istio's; use one of ${REDIRECT_CODES.join(', ')}`,
    };
  }
  yield* newPath(`${field}.uri`, uri);
  yield* newAuthority(`${field}.authority`, authority);
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    yield { field: `${field}.scheme`, message: `"${scheme}" is no scheme; use "http" or "https"` };
  }
}

/** It takes the place of a path, or of the beginning of one. */
function* newPath(field: string, value: string | undefined): Iterable<Problem> {
  if (value && !value.startsWith('/')) {
    yield { field, message: `"${value}" does not begin with "/", as every path does; write the path alone` };
  }
}

function* newAuthority(field: string, value: string | undefined): Iterable<Problem> {
  if (value && /[^\w.:[\]-]/.test(value)) {
    yield { field, message: `"${value}" is no host; write a name, with ":" and a port if need be` };
  }
}

function* httpStatus(field: string, status: number): Iterable<Problem> {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    yield { field, message: `${status} is no final HTTP status; use a whole number from 200 to 599` };
  }
}

function* validateDirectResponse(
  field: string,
  { status, body }: VirtualServiceSpecHttpDirectResponse,
): Iterable<Problem> {
  yield* httpStatus(`${field}.status`, status);
  const size = body?.bytes ? Buffer.byteLength(body.bytes, 'base64') : Buffer.byteLength(body?.string ?? '');
  if (size > MAX_BODY_BYTES) {
    yield { field: `${field}.body`, message: `has ${size} bytes; Istio takes at most ${MAX_BODY_BYTES}` };
  }
}

function* validateRewrite(field: string, rewrite: VirtualServiceSpecHttpRewrite): Iterable<Problem> {
  const { authority, uri, uriRegexRewrite } = rewrite;
  if (!authority && !uri && !uriRegexRewrite) {
    yield { field, message: 'rewrites nothing; set uri, uriRegexRewrite or authority' };
  }
  yield* newPath(`${field}.uri`, uri);
  yield* newAuthority(`${field}.authority`, authority);
  if (uri && uriRegexRewrite) {
    yield { field: `${field}.uri`, message: 'does not go with uriRegexRewrite; keep one of them' };
  }
  if (uriRegexRewrite) {
    yield* regex(`${field}.uriRegexRewrite.match`, uriRegexRewrite.match ?? '');
    if (!uriRegexRewrite.rewrite) {
      yield {
        field: `${field}.uriRegexRewrite.rewrite`,
        message: 'is empty; write the new path, groups as \\1, \\2',
      };
    }
  }
}

function* validateRetries(
  field: string,
  retries: VirtualServiceSpecHttpRetries,
  timeout: string | undefined,
): Iterable<Problem> {
  const { attempts = 0, backoff, perTryTimeout, retryOn } = retries;
  if (!Number.isInteger(attempts) || attempts < 0) {
    yield {
      field: `${field}.attempts`,
      message: `${attempts} is no number of retries; use a whole number from 0`,
    };
  }
  if (attempts === 0) {
    for (const name of ['perTryTimeout', 'retryOn', 'retryRemoteLocalities', 'backoff'] as const) {
      if (retries[name] !== undefined) {
        yield {
          field: `${field}.${name}`,
          message: 'is never used with attempts 0; remove it, or raise attempts',
        };
      }
    }
  }
  yield* duration(`${field}.perTryTimeout`, perTryTimeout);
  yield* duration(`${field}.backoff`, backoff);
  if (
    (parseDuration(perTryTimeout ?? '') ?? 0) > (parseDuration(timeout ?? '') ?? Number.POSITIVE_INFINITY)
  ) {
    yield {
      field: `${field}.perTryTimeout`,
      message: `"${perTryTimeout}" is longer than the route's timeout "${timeout}", which ends all tries; shorten it`,
    };
  }
  for (const condition of retryOn?.split(',') ?? []) {
    if (!RETRY_CONDITIONS.includes(condition) && !isStatusCode(condition)) {
      yield {
        field: `${field}.retryOn`,
        message: `"${condition}" is no retry condition; use HTTP status codes, ${RETRY_CONDITIONS.join(', ')}`,
      };
    }
  }
}

/** Codes that Istio knows by name; Node's table has one more. */
function isStatusCode(code: string): boolean {
  return Object.hasOwn(STATUS_CODES, code) && code !== '509';
}

function* validateFault(field: string, { abort, delay }: VirtualServiceSpecHttpFault): Iterable<Problem> {
  if (!abort && !delay) {
    yield { field, message: 'does nothing; set abort or delay' };
  }
  if (abort) {
    if (abort.httpStatus !== undefined) {
      yield* httpStatus(`${field}.abort.httpStatus`, abort.httpStatus);
    }
    if (abort.grpcStatus !== undefined && !GRPC_STATUSES.includes(abort.grpcStatus)) {
      yield {
        field: `${field}.abort.grpcStatus`,
        message: `"${abort.grpcStatus}" is no gRPC status; use one of ${GRPC_STATUSES.join(', ')}`,
      };
    }
    yield* percentage(`${field}.abort.percentage`, abort.percentage?.value);
  }
  if (delay) {
    yield* duration(`${field}.delay.fixedDelay`, delay.fixedDelay);
    yield* percentage(`${field}.delay.percentage`, delay.percentage?.value);
  }
}

function* validateCors(field: string, cors: VirtualServiceSpecHttpCorsPolicy): Iterable<Problem> {
  const { allowHeaders = [], allowMethods = [], allowOrigins = [], exposeHeaders = [], maxAge } = cors;
  if (allowOrigins.length === 0 && !cors.allowOrigin?.length) {
    yield { field: `${field}.allowOrigins`, message: 'is empty, so no origin is allowed; name one' };
  }
  for (const [i, origin] of allowOrigins.entries()) {
    yield* validateStringMatch(`${field}.allowOrigins[${i}]`, origin);
    if (Object.keys(origin).length === 0) {
      yield { field: `${field}.allowOrigins[${i}]`, message: 'has no value; use exact, prefix or regex' };
    }
  }
  for (const [i, method] of allowMethods.entries()) {
    if (!CORS_METHODS.includes(method)) {
      const message = `"${method}" is no method; use ${CORS_METHODS.join(', ')}, in upper case`;
      yield { field: `${field}.allowMethods[${i}]`, message };
    }
  }
  for (const [name, headers] of Object.entries({ allowHeaders, exposeHeaders })) {
    for (const [i, header] of headers.entries()) {
      yield* headerName(`${field}.${name}[${i}]`, header);
    }
  }
  yield* duration(`${field}.maxAge`, maxAge);
  if (maxAge !== undefined && (parseDuration(maxAge) ?? 0) % 1000 !== 0) {
    yield { field: `${field}.maxAge`, message: `"${maxAge}" is not in whole seconds, which browsers count` };
  }
}
