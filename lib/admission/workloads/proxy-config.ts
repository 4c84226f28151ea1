import type { ProxyConfigSpec } from '../../../imports/networking.istio.io';
import type { Problem } from '../problem';
import { NO_EFFECT } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { selectorProblems, wholeNumberProblems } from '../values/values';

const MAX_VALUE_LENGTH = 2048;

/** What is wrong with a ProxyConfig, by itself. */
export function* validateProxyConfig({ spec }: AdmissionObject<ProxyConfigSpec>): Iterable<Problem> {
  const { concurrency, environmentVariables, image, selector } = spec;
  if (concurrency === undefined && !environmentVariables && !image) {
    const message = 'has no concurrency, environmentVariables or image, so it changes nothing; set one';
    yield { field: ['spec'], message, type: NO_EFFECT };
  }
  if (selector) {
    yield* selectorProblems(['spec', 'selector', 'matchLabels'], selector.matchLabels);
  }
  yield* wholeNumberProblems(['spec', 'concurrency'], concurrency, 'number of threads');
  for (const [variable, value] of Object.entries(environmentVariables ?? {})) {
    if (value.length > MAX_VALUE_LENGTH) {
      const message = `has ${value.length} characters; Istio takes ${MAX_VALUE_LENGTH}`;
      yield { field: ['spec', 'environmentVariables', variable], message };
    }
  }
  if (image?.imageType === '') {
    yield {
      field: ['spec', 'image', 'imageType'],
      message: 'is empty; name a type of image, or leave it out',
      type: NO_EFFECT,
    };
  }
}
