import type { ProxyConfigSpec } from '../../../imports/networking.istio.io';
import { NO_EFFECT, type Problem } from '../problem';
import { kubernetesName, selectorLabels, wholeNumber } from '../values/values';

const MAX_VALUE_LENGTH = 2048;

/** What is wrong with a ProxyConfig, by itself. */
export function* validateProxyConfig(name: string, spec: ProxyConfigSpec): Iterable<Problem> {
  yield* kubernetesName('metadata.name', name);
  const { concurrency, environmentVariables, image, selector } = spec;
  if (concurrency === undefined && !environmentVariables && !image) {
    const message = 'has no concurrency, environmentVariables or image, so it changes nothing; set one';
    yield { field: 'spec', message, code: NO_EFFECT };
  }
  if (selector) {
    yield* selectorLabels('spec.selector.matchLabels', selector.matchLabels);
  }
  yield* wholeNumber('spec.concurrency', concurrency, 'number of threads');
  for (const [variable, value] of Object.entries(environmentVariables ?? {})) {
    if (value.length > MAX_VALUE_LENGTH) {
      const message = `has ${value.length} characters; Istio takes ${MAX_VALUE_LENGTH}`;
      yield { field: `spec.environmentVariables["${variable}"]`, message };
    }
  }
  if (image?.imageType === '') {
    yield {
      field: 'spec.image.imageType',
      message: 'is empty; name a type of image, or leave it out',
      code: NO_EFFECT,
    };
  }
}
