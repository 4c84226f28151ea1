import type { ProxyConfigSpec } from '../../../imports/networking.istio.io';
import type { Problem } from '../problem';
import { NO_EFFECT } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { selectorProblems } from '../values/labels';
import { countProblems } from '../values/numbers';
import { characterCount } from '../values/texts';

/** In characters: the limit of the CRD. */
const MAX_VALUE_LENGTH = 2048;

/** What is wrong with a ProxyConfig. */
export function* validateProxyConfig({ spec }: AdmissionObject<ProxyConfigSpec>): Iterable<Problem> {
  const { concurrency, environmentVariables, image, selector } = spec;
  if (concurrency === undefined && !environmentVariables && !image) {
    const message = 'has no concurrency, environmentVariables or image, so nothing changes; set one of them';
    yield { field: ['spec'], message, type: NO_EFFECT };
  }
  if (selector) {
    yield* selectorProblems(['spec', 'selector', 'matchLabels'], selector.matchLabels, 'no pod');
  }
  yield* countProblems(['spec', 'concurrency'], concurrency, 'number of threads');
  for (const [variable, value] of Object.entries(environmentVariables ?? {})) {
    if (characterCount(value) > MAX_VALUE_LENGTH) {
      const message = `has ${characterCount(value)} characters; Istio allows at most ${MAX_VALUE_LENGTH}`;
      yield { field: ['spec', 'environmentVariables', variable], message };
    }
  }
  if (image?.imageType === '') {
    const message = 'is empty; write the type of an image, or remove it';
    yield { field: ['spec', 'image', 'imageType'], message, type: NO_EFFECT };
  }
}
