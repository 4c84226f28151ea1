import type { Manifest } from '../manifests/manifest';
import { checking, type ManifestCheckOptions, type Message } from './checking';
import { certificateProblem } from './common/certificate';

/** The findings about manifests, in the order of the manifests; those about system namespaces come last. */
export function check(manifests: readonly Manifest[], options: ManifestCheckOptions = {}): Message[] {
  const steps = checking(manifests, certificateProblem, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) {
      return step.value;
    }
  }
}
