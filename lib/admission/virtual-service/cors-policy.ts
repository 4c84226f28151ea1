import type { VirtualServiceSpecHttpCorsPolicy } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { NO_EFFECT } from '../problem-types';
import { durationProblems, parseDuration } from '../values/durations';
import { headerNameProblems } from '../values/header-names';
import { HttpMethod } from '../values/vocabulary';
import { validateStringMatch } from './http-match';

const METHODS: readonly string[] = [...Object.values(HttpMethod), '*'];

export function* validateCorsPolicy(
  field: FieldPath,
  policy: VirtualServiceSpecHttpCorsPolicy,
): Iterable<Problem> {
  const { allowHeaders = [], allowMethods = [], allowOrigins = [], exposeHeaders = [], maxAge } = policy;
  if (allowOrigins.length === 0 && !policy.allowOrigin?.length) {
    const message = 'is empty, so no origin is allowed; add one';
    yield { field: [...field, 'allowOrigins'], message, type: NO_EFFECT };
  }
  for (const [i, origin] of allowOrigins.entries()) {
    const at = [...field, 'allowOrigins', i];
    if (!origin.exact && !origin.prefix && !origin.regex) {
      yield { field: at, message: 'has no value; set exact, prefix or regex' };
    } else {
      yield* validateStringMatch(at, origin);
    }
  }
  for (const [i, method] of allowMethods.entries()) {
    if (!METHODS.includes(method)) {
      const message = `"${method}" is not a method; use ${METHODS.join(', ')}, in upper case`;
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
    const message = `"${maxAge}" is not in whole seconds, which browsers count in; round it`;
    yield { field: [...field, 'maxAge'], message };
  }
}
