import type { VirtualServiceSpecHttp } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import { durationProblems } from '../values/durations';
import { dnsLabelProblems, kubernetesNameProblems } from '../values/names';
import { fractionProblems, percentProblems } from '../values/numbers';
import type { VirtualServiceContext } from './context';
import { validateCorsPolicy } from './cors-policy';
import { validateDestination, validateDestinations } from './destinations';
import { validateHeaders, validateRewrittenAuthority } from './header-operations';
import { validateDirectResponse, validateFault } from './http-fault';
import { validateHttpMatch } from './http-match';
import { prefixRewriteProblems, validateRedirect, validateRewrite, wholePathProblems } from './http-rewrite';
import { validateRetries } from './retries';

/** With the fields of older versions, which Istio still reads. */
type HttpRoute = VirtualServiceSpecHttp & { readonly mirror_percent?: number };

export function* validateHttpRoute(
  field: FieldPath,
  route: HttpRoute,
  context: VirtualServiceContext,
): Iterable<Problem> {
  for (const [i, match] of (route.match ?? []).entries()) {
    yield* validateHttpMatch([...field, 'match', i], match, context);
  }
  yield* validateActions(field, route, context);
  if (route.redirect) {
    yield* validateRedirect([...field, 'redirect'], route.redirect);
    yield* prefixRewriteProblems(field, route);
  }
  if (route.directResponse) {
    yield* validateDirectResponse([...field, 'directResponse'], route.directResponse);
  }
  if (route.delegate) {
    yield* withType(UNUSABLE_VALUE, validateDelegateName([...field, 'delegate'], route.delegate));
  }
  if (route.rewrite) {
    yield* validateRewrite([...field, 'rewrite'], route.rewrite);
    yield* wholePathProblems(field, route);
  }
  yield* durationProblems([...field, 'timeout'], route.timeout, 'remove it for no timeout');
  if (route.retries) {
    yield* validateRetries([...field, 'retries'], route.retries, route.timeout);
  }
  if (route.fault) {
    yield* validateFault([...field, 'fault'], route.fault);
  }
  yield* validateMirrors(field, route);
  if (route.corsPolicy) {
    yield* validateCorsPolicy([...field, 'corsPolicy'], route.corsPolicy);
  }
  if (route.headers) {
    yield* validateHeaders([...field, 'headers'], route.headers);
    yield* validateRewrittenAuthority(field, route);
  }
  for (const [i, { headers }] of (route.route ?? []).entries()) {
    if (headers) {
      yield* validateHeaders([...field, 'route', i, 'headers'], headers);
    }
  }
}

function* validateDelegateName(
  field: FieldPath,
  { name = '', namespace }: NonNullable<HttpRoute['delegate']>,
): Iterable<Problem> {
  yield* kubernetesNameProblems([...field, 'name'], name);
  if (namespace) {
    yield* dnsLabelProblems([...field, 'namespace'], namespace);
  }
}

/** A route forwards, redirects, answers or delegates. Settings of one of these have no effect on the others. */
function* validateActions(
  field: FieldPath,
  route: HttpRoute,
  { isDelegate, namespace }: VirtualServiceContext,
): Iterable<Problem> {
  if (route.delegate && isDelegate) {
    const message =
      'is not followed, because a delegate cannot delegate; name it in the VirtualService that has the hosts';
    yield { field: [...field, 'delegate'], message };
    return;
  }
  const [action, ...others] = (['redirect', 'directResponse', 'delegate', 'route'] as const).filter(
    (name) => route[name],
  );
  if (action === undefined) {
    const message = 'has no route, redirect, directResponse or delegate; add one of them';
    yield { field, message };
    return;
  }
  for (const other of others) {
    const isAdmitted =
      (action === 'directResponse' && other === 'delegate') || (other === 'route' && !route.route?.length);
    const message = `has no effect in a route with ${action}; keep one of them`;
    yield { field: [...field, other], message, type: isAdmitted ? IGNORED_FIELD : REFUSED };
  }
  if (action === 'route') {
    yield* validateDestinations([...field, 'route'], route.route, namespace);
  } else if (action !== 'delegate') {
    for (const name of ['rewrite', 'timeout', 'retries', 'fault', 'mirror', 'mirrors'] as const) {
      if (route[name] !== undefined) {
        const isRefused = (name === 'rewrite' || name === 'fault') && !route.delegate;
        const message = `has no effect in a route with ${action}; remove it`;
        yield { field: [...field, name], message, type: isRefused ? REFUSED : IGNORED_FIELD };
      }
    }
  }
}

/** `mirror` is the older form of `mirrors`. */
function* validateMirrors(field: FieldPath, route: HttpRoute): Iterable<Problem> {
  const { mirror, mirrors = [], mirrorPercentage } = route;
  if (mirror) {
    yield* validateDestination([...field, 'mirror'], mirror);
    if (mirrors.length > 0 && !route.delegate) {
      yield { field: [...field, 'mirror'], message: 'cannot be used with mirrors; keep one of them' };
    }
  }
  yield* percentProblems([...field, 'mirrorPercentage', 'value'], mirrorPercentage?.value);
  for (const name of ['mirrorPercent', 'mirror_percent'] as const) {
    if (route[name] !== undefined) {
      yield* percentProblems([...field, name], route[name]);
      const message = 'is the older form of mirrorPercentage; write the newer form';
      yield { field: [...field, name], message, type: WARNED };
    }
  }
  for (const [i, { destination, percentage }] of mirrors.entries()) {
    const at = [...field, 'mirrors', i];
    if (destination) {
      yield* validateDestination([...at, 'destination'], destination);
    } else {
      yield { field: [...at, 'destination'], message: 'is missing; add the host to mirror to' };
    }
    // istiod admits a share below one millionth, which Envoy counts as 0.
    const share = percentage?.value;
    const type = share !== undefined && share > 0 && share <= 100 ? NO_EFFECT : REFUSED;
    yield* withType(type, fractionProblems([...at, 'percentage'], share));
  }
}
