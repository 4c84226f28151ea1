import type {
  VirtualServiceSpecHttp,
  VirtualServiceSpecHttpCorsPolicy,
  VirtualServiceSpecHttpDirectResponse,
  VirtualServiceSpecHttpFault,
  VirtualServiceSpecHttpRedirect,
  VirtualServiceSpecHttpRetries,
  VirtualServiceSpecHttpRewrite,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import {
  dnsLabelProblems,
  durationProblems,
  headerNameProblems,
  kubernetesNameProblems,
  parseDuration,
  percentageProblems,
  percentProblems,
  portProblems,
  regexProblems,
} from '../values/values';
import { GrpcStatus, HttpMethod, RetryOn } from '../values/vocabulary';
import { validateDestination, validateDestinations } from './destinations';
import { validateHeaders, validateRewrittenAuthority } from './headers';
import { validateHttpMatch, validateStringMatch } from './http-match';
import type { Surroundings } from './source';

/** Codes for which Istio has a redirect; with any other the route gets no action. */
const REDIRECT_CODES = [301, 302, 303, 307, 308];
const CORS_METHODS: readonly string[] = [...Object.values(HttpMethod), '*'];
const RETRY_CONDITIONS: readonly string[] = Object.values(RetryOn);
const NAMED_STATUSES = [
  [100, 103],
  [200, 208],
  [226, 226],
  [300, 305],
  [307, 308],
  [400, 418],
  [421, 426],
  [428, 429],
  [431, 431],
  [451, 451],
  [500, 508],
  [510, 511],
] as const;
const GRPC_STATUSES: readonly string[] = Object.values(GrpcStatus);
const MAX_BODY_BYTES = 1024 * 1024;
const LARGE_BODY_BYTES = 100 * 1024;

/** With the fields of older versions, which are still read. */
type HttpRoute = VirtualServiceSpecHttp & { readonly mirror_percent?: number };

export function* validateHttpRoute(
  field: FieldPath,
  route: HttpRoute,
  surroundings: Surroundings,
): Iterable<Problem> {
  for (const [i, match] of (route.match ?? []).entries()) {
    yield* validateHttpMatch([...field, 'match', i], match, surroundings);
  }
  yield* validateActions(field, route, surroundings);
  if (route.redirect) {
    yield* validateRedirect([...field, 'redirect'], route.redirect);
  }
  if (route.directResponse) {
    yield* validateDirectResponse([...field, 'directResponse'], route.directResponse);
  }
  if (route.delegate) {
    yield* withType(
      UNUSABLE_VALUE,
      kubernetesNameProblems([...field, 'delegate', 'name'], route.delegate.name ?? ''),
    );
    if (route.delegate.namespace) {
      yield* withType(
        UNUSABLE_VALUE,
        dnsLabelProblems([...field, 'delegate', 'namespace'], route.delegate.namespace),
      );
    }
  }
  if (route.rewrite) {
    yield* validateRewrite([...field, 'rewrite'], route.rewrite);
  }
  yield* durationProblems([...field, 'timeout'], route.timeout, '; leave it out for no timeout');
  if (route.retries) {
    yield* validateRetries([...field, 'retries'], route.retries, route.timeout);
  }
  if (route.fault) {
    yield* validateFault([...field, 'fault'], route.fault);
  }
  yield* validateMirrors(field, route);
  if (route.corsPolicy) {
    yield* validateCors([...field, 'corsPolicy'], route.corsPolicy);
  }
  yield* validateHeaders([...field, 'headers'], route.headers);
  for (const [i, { headers }] of (route.route ?? []).entries()) {
    yield* validateHeaders([...field, 'route', i, 'headers'], headers);
  }
  yield* validateRewrittenAuthority(field, route);
}

/** A route forwards, redirects, answers or delegates; what belongs to one of these is lost on the others. */
function* validateActions(
  field: FieldPath,
  route: HttpRoute,
  { isDelegate }: Surroundings,
): Iterable<Problem> {
  if (route.delegate && isDelegate) {
    const message =
      'is not followed: a delegate cannot delegate; name it in the VirtualService with the hosts';
    yield { field: [...field, 'delegate'], message };
    return;
  }
  const [action, ...others] = (['redirect', 'directResponse', 'delegate', 'route'] as const).filter(
    (name) => route[name],
  );
  if (action === undefined) {
    const message = 'has no destination, redirect, direct response or delegate; give it one of them';
    yield { field, message };
    return;
  }
  for (const other of others) {
    const isAdmitted =
      (action === 'directResponse' && other === 'delegate') || (other === 'route' && !route.route?.length);
    const message = `is never used beside ${action}; keep one of them`;
    yield { field: [...field, other], message, type: isAdmitted ? IGNORED_FIELD : REFUSED };
  }
  if (action === 'route') {
    yield* validateDestinations([...field, 'route'], route.route);
  } else if (action !== 'delegate') {
    for (const name of ['rewrite', 'timeout', 'retries', 'fault', 'mirror', 'mirrors'] as const) {
      if (route[name] !== undefined) {
        const isRefused = (name === 'rewrite' || name === 'fault') && !route.delegate;
        const message = `is never used beside ${action}; remove it`;
        yield { field: [...field, name], message, type: isRefused ? REFUSED : IGNORED_FIELD };
      }
    }
  }
}

/** `mirror` is the older way to say what `mirrors` says. */
function* validateMirrors(field: FieldPath, route: HttpRoute): Iterable<Problem> {
  const { mirror, mirrors = [], mirrorPercentage } = route;
  if (mirror) {
    yield* validateDestination([...field, 'mirror'], mirror);
    if (mirrors.length > 0 && !route.delegate) {
      yield { field: [...field, 'mirror'], message: 'does not go with mirrors; keep one of them' };
    }
  }
  yield* percentProblems([...field, 'mirrorPercentage', 'value'], mirrorPercentage?.value);
  for (const name of ['mirrorPercent', 'mirror_percent'] as const) {
    if (route[name] !== undefined) {
      yield* percentProblems([...field, name], route[name]);
      const message = 'is the older way to write mirrorPercentage; write that';
      yield { field: [...field, name], message, type: WARNED };
    }
  }
  for (const [i, { destination, percentage: share }] of mirrors.entries()) {
    if (destination) {
      yield* validateDestination([...field, 'mirrors', i, 'destination'], destination);
    } else {
      const message = 'is missing; name the host to mirror to';
      yield { field: [...field, 'mirrors', i, 'destination'], message };
    }
    // istiod does not mind shares below the millionths that Envoy counts in.
    const isTiny = share?.value !== undefined && share.value > 0 && share.value <= 100;
    yield* withType(
      isTiny ? NO_EFFECT : REFUSED,
      percentageProblems([...field, 'mirrors', i, 'percentage'], share?.value),
    );
  }
}

function* validateRedirect(field: FieldPath, redirect: VirtualServiceSpecHttpRedirect): Iterable<Problem> {
  const { authority, derivePort, port: target, redirectCode, scheme, uri } = redirect;
  if (!authority && !derivePort && target === undefined && !scheme && !uri) {
    yield {
      field,
      message: 'changes nothing, so it redirects to itself; set uri, authority, scheme or port',
    };
  }
  if (target !== undefined) {
    yield* withType(target === 0 ? UNUSABLE_VALUE : REFUSED, portProblems([...field, 'port'], target));
  }
  if (redirectCode !== undefined && !REDIRECT_CODES.includes(redirectCode)) {
    const isAdmitted = redirectCode === 0 || (redirectCode >= 300 && redirectCode <= 399);
    yield {
      field: [...field, 'redirectCode'],
      message: `${redirectCode} is no redirect of Istio's; use one of ${REDIRECT_CODES.join(', ')}`,
      type: isAdmitted ? UNUSABLE_VALUE : REFUSED,
    };
  }
  yield* newPathProblems([...field, 'uri'], uri);
  yield* newAuthorityProblems([...field, 'authority'], authority);
  if (scheme && scheme !== 'http' && scheme !== 'https') {
    yield { field: [...field, 'scheme'], message: `"${scheme}" is no scheme; use "http" or "https"` };
  }
}

/** It takes the place of a path, or of the beginning of one. */
function* newPathProblems(field: FieldPath, value: string | undefined): Iterable<Problem> {
  if (value && !value.startsWith('/')) {
    yield {
      field,
      message: `"${value}" does not begin with "/", as every path does; write the path alone`,
      type: UNUSABLE_VALUE,
    };
  }
}

function* newAuthorityProblems(field: FieldPath, value: string | undefined): Iterable<Problem> {
  if (value && /[^\w.:[\]-]/.test(value)) {
    yield {
      field,
      message: `"${value}" is no host; write a name, with ":" and a port if need be`,
      type: UNUSABLE_VALUE,
    };
  }
}

function* httpStatusProblems(field: FieldPath, status: number): Iterable<Problem> {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    const message = `${status} is no final HTTP status; use a whole number from 200 to 599`;
    yield { field, message, type: status === 600 ? UNUSABLE_VALUE : REFUSED };
  }
}

function* validateDirectResponse(
  field: FieldPath,
  { status, body }: VirtualServiceSpecHttpDirectResponse,
): Iterable<Problem> {
  yield* httpStatusProblems([...field, 'status'], status);
  const size = body?.bytes ? base64Size(body.bytes) : new TextEncoder().encode(body?.string).length;
  if (size > MAX_BODY_BYTES) {
    yield { field: [...field, 'body'], message: `has ${size} bytes; Istio takes at most ${MAX_BODY_BYTES}` };
  } else if (size > LARGE_BODY_BYTES) {
    const message = `has ${size} bytes, which istiod keeps for every proxy; serve more than ${LARGE_BODY_BYTES} from a workload`;
    yield { field: [...field, 'body'], message, type: WARNED, mayBeMeant: true };
  }
}

/** How many bytes the text stands for. */
function base64Size(text: string): number {
  return Math.floor((text.replace(/=*$/, '').length * 3) / 4);
}

function* validateRewrite(field: FieldPath, rewrite: VirtualServiceSpecHttpRewrite): Iterable<Problem> {
  const { authority, uri, uriRegexRewrite } = rewrite;
  if (!authority && !uri && !uriRegexRewrite) {
    yield { field, message: 'rewrites nothing; set uri, uriRegexRewrite or authority' };
  }
  yield* newPathProblems([...field, 'uri'], uri);
  yield* newAuthorityProblems([...field, 'authority'], authority);
  if (uri && uriRegexRewrite) {
    yield { field: [...field, 'uri'], message: 'does not go with uriRegexRewrite; keep one of them' };
  }
  if (uriRegexRewrite) {
    yield* regexProblems([...field, 'uriRegexRewrite', 'match'], uriRegexRewrite.match ?? '');
    if (!uriRegexRewrite.rewrite) {
      yield {
        field: [...field, 'uriRegexRewrite', 'rewrite'],
        message: 'is empty; write the new path, groups as \\1, \\2',
      };
    }
  }
}

function* validateRetries(
  field: FieldPath,
  retries: VirtualServiceSpecHttpRetries,
  timeout: string | undefined,
): Iterable<Problem> {
  const { attempts = 0, backoff, perTryTimeout, retryOn } = retries;
  if (!Number.isInteger(attempts) || attempts < 0) {
    yield {
      field: [...field, 'attempts'],
      message: `${attempts} is no number of retries; use a whole number from 0`,
    };
  }
  if (attempts === 0) {
    for (const name of ['perTryTimeout', 'retryOn', 'retryRemoteLocalities', 'backoff'] as const) {
      if (retries[name] !== undefined) {
        yield {
          field: [...field, name],
          message: 'is never used with attempts 0; remove it, or raise attempts',
          type: name === 'backoff' || retries[name] === '' ? IGNORED_FIELD : REFUSED,
        };
      }
    }
  }
  yield* durationProblems([...field, 'perTryTimeout'], perTryTimeout);
  yield* durationProblems([...field, 'backoff'], backoff);
  if (
    (parseDuration(perTryTimeout ?? '') ?? 0) > (parseDuration(timeout ?? '') ?? Number.POSITIVE_INFINITY)
  ) {
    yield {
      field: [...field, 'perTryTimeout'],
      message: `"${perTryTimeout}" is longer than the route's timeout "${timeout}", which ends all tries; shorten it`,
      type: NO_EFFECT,
    };
  }
  for (const condition of retryOn ? retryOn.split(',') : []) {
    if (!RETRY_CONDITIONS.includes(condition) && !isStatusCode(condition)) {
      yield {
        field: [...field, 'retryOn'],
        message: `"${condition}" is no retry condition; use HTTP status codes, ${RETRY_CONDITIONS.join(', ')}`,
      };
    }
  }
}

/** Numbers for which HTTP has a name. */
function isStatusCode(text: string): boolean {
  return /^\d+$/.test(text) && NAMED_STATUSES.some(([first, last]) => first <= +text && +text <= last);
}

/** With the fields that Istio has and does nothing with. */
type Fault = VirtualServiceSpecHttpFault & {
  readonly abort?: { readonly http2Error?: string };
  readonly delay?: { readonly exponentialDelay?: string };
};

function* validateFault(field: FieldPath, { abort, delay }: Fault): Iterable<Problem> {
  if (!abort && !delay) {
    yield { field, message: 'does nothing; set abort or delay' };
  }
  if (abort) {
    if (abort.httpStatus !== undefined) {
      yield* httpStatusProblems([...field, 'abort', 'httpStatus'], abort.httpStatus);
    } else if (abort.grpcStatus === undefined && abort.http2Error === undefined) {
      const message = 'has no status, so nothing is aborted; set httpStatus or grpcStatus';
      yield { field: [...field, 'abort'], message, type: WARNED };
    }
    if (abort.grpcStatus !== undefined && !GRPC_STATUSES.includes(abort.grpcStatus)) {
      yield {
        field: [...field, 'abort', 'grpcStatus'],
        message: `"${abort.grpcStatus}" is no gRPC status; use one of ${GRPC_STATUSES.join(', ')}`,
      };
    }
    if (abort.http2Error !== undefined) {
      const message = 'is not supported; use httpStatus or grpcStatus';
      yield { field: [...field, 'abort', 'http2Error'], message };
    }
    yield* percentageProblems([...field, 'abort', 'percentage'], abort.percentage?.value);
  }
  if (delay) {
    yield* durationProblems([...field, 'delay', 'fixedDelay'], delay.fixedDelay);
    if (delay.exponentialDelay !== undefined) {
      yield { field: [...field, 'delay', 'exponentialDelay'], message: 'is not supported; use fixedDelay' };
    }
    yield* percentageProblems([...field, 'delay', 'percentage'], delay.percentage?.value);
  }
}

function* validateCors(field: FieldPath, cors: VirtualServiceSpecHttpCorsPolicy): Iterable<Problem> {
  const { allowHeaders = [], allowMethods = [], allowOrigins = [], exposeHeaders = [], maxAge } = cors;
  if (allowOrigins.length === 0 && !cors.allowOrigin?.length) {
    yield {
      field: [...field, 'allowOrigins'],
      message: 'is empty, so no origin is allowed; name one',
      type: NO_EFFECT,
    };
  }
  for (const [i, origin] of allowOrigins.entries()) {
    if (!origin.exact && !origin.prefix && !origin.regex) {
      yield { field: [...field, 'allowOrigins', i], message: 'has no value; use exact, prefix or regex' };
    } else {
      yield* validateStringMatch([...field, 'allowOrigins', i], origin);
    }
  }
  for (const [i, method] of allowMethods.entries()) {
    if (!CORS_METHODS.includes(method)) {
      const message = `"${method}" is no method; use ${CORS_METHODS.join(', ')}, in upper case`;
      yield { field: [...field, 'allowMethods', i], message };
    }
  }
  for (const [name, headers] of Object.entries({ allowHeaders, exposeHeaders })) {
    for (const [i, header] of headers.entries()) {
      yield* headerNameProblems([...field, name, i], header);
    }
  }
  yield* durationProblems([...field, 'maxAge'], maxAge);
  if (maxAge !== undefined && (parseDuration(maxAge) ?? 0) % 1000 !== 0) {
    yield {
      field: [...field, 'maxAge'],
      message: `"${maxAge}" is not in whole seconds, which browsers count`,
    };
  }
}
