import type { Finding } from '../../../catalogue/finding';
import { IST0107, IST0108, IST0125, IST0135 } from '../../../catalogue/istio-workload-codes';
import { INJECT } from '../../../istiod/injection/injection-labels';
import type { IstioVersion } from '../../../istiod/istio-version';
import { DEPLOYMENT, NAMESPACE, POD, SERVICE } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import { annotationProblem } from '../../common/annotation-values';
import { annotationFacts, isIstioAnnotation } from '../../common/istio-annotations';
import type { Rule } from '../../rule';

/** An Istio annotation is unknown, deprecated, on the wrong kind of object, or has a value that the injector refuses. */
export const annotations: Rule = {
  name: 'annotations',
  reports: [IST0107, IST0108, IST0125, IST0135],
  *check(index) {
    for (const kind of [NAMESPACE, SERVICE, POD, DEPLOYMENT]) {
      for (const object of index.all(kind)) {
        for (const [name, value] of Object.entries(object.annotations)) {
          if (isIstioAnnotation(name)) {
            yield* checkAnnotation(object, name, value, index.istio);
          }
        }
      }
    }
  },
};

function* checkAnnotation(
  object: Manifest,
  name: string,
  value: string,
  istio: IstioVersion,
): Iterable<Finding> {
  const at = { object, field: ['metadata', 'annotations', name] };
  const facts = annotationFacts(name, istio);
  if (!facts) {
    yield { ...at, type: IST0108, text: IST0108.texts.unknown() };
    return;
  }
  // An object with the label as well keeps the annotation for older versions of Istio.
  if (facts.isDeprecated && !(name === INJECT && object.labels[INJECT] !== undefined)) {
    const { inject, deprecated } = IST0135.texts;
    yield { ...at, type: IST0135, text: name === INJECT ? inject() : deprecated() };
  }
  const { kinds } = facts;
  if (!kinds) {
    return;
  }
  if (!kinds.includes(object.kind)) {
    const isForTemplate = object.kind === DEPLOYMENT.kind && kinds.includes(POD.kind);
    const { injectInTemplate, podTemplate, otherKind } = IST0107.texts;
    const inTemplate = name === INJECT ? injectInTemplate() : podTemplate();
    yield { ...at, type: IST0107, text: isForTemplate ? inTemplate : otherKind(kinds) };
    return;
  }
  const problem = annotationProblem(name, value);
  if (problem) {
    yield { ...at, type: IST0125, text: IST0125.texts.value(problem) };
  }
}
