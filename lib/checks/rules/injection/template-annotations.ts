import type { Finding } from '../../../catalogue/finding';
import type { MessageType } from '../../../catalogue/message-type';
import { isInjected } from '../../../istiod/injection/injection';
import { templatePath, type Workload, workloadsOf } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { POD, POD_OWNERS } from '../../../manifests/kinds';
import { annotationProblem } from '../../common/annotation-values';
import { type AnnotationFacts, annotationFacts, isIstioAnnotation } from '../../common/istio-annotations';
import type { Rule } from '../../rule';

/** For pod templates, what IST0107 and IST0108 are for other objects. */
export const IST9106 = {
  code: 'IST9106',
  name: 'IneffectiveTemplateAnnotation',
  level: 'Warning',
  summary:
    'An annotation of a pod template has a name of Istio that it does not know, or does not read from pods.',
  texts: {
    unknown: () => 'is not an annotation that Istio knows; correct its name, or remove it',
    otherKind: (kinds: readonly string[]) =>
      `has no effect on pods; Istio reads it from objects of kind ${kinds.join(', ')}`,
  },
} as const satisfies MessageType;

/** For pod templates, what IST0125 is for Pods. */
export const IST9107 = {
  code: 'IST9107',
  name: 'InvalidTemplateAnnotation',
  level: 'Error',
  summary: 'An annotation of a pod template has a value for which the injector refuses the pods.',
  texts: {
    value: (problem: string) => `${problem} (the injector refuses the pods)`,
  },
} as const satisfies MessageType;

/** An Istio annotation of a pod template is wrong. Istio's own messages do not cover templates. */
export const templateAnnotations: Rule = {
  name: 'template-annotations',
  reports: [IST9106, IST9107],
  *check(index) {
    // Many workloads have the same annotations.
    const problemOf = memoized((name, value) => `${name}=${value}`, annotationProblem);
    for (const workload of index.view(workloadsOf).ofKinds(...POD_OWNERS)) {
      for (const [name, value] of Object.entries(workload.annotations)) {
        if (isIstioAnnotation(name)) {
          // The injector does not look at the annotations of pods that it does not inject.
          const problem = () => (isInjected(index, workload) ? problemOf(name, value) : undefined);
          yield* checkAnnotation(workload, name, annotationFacts(name, index.istio), problem);
        }
      }
    }
  },
};

function* checkAnnotation(
  { manifest: object }: Workload,
  name: string,
  facts: AnnotationFacts | undefined,
  problemOfValue: () => string | undefined,
): Iterable<Finding> {
  const at = { object, field: [...templatePath(object.kind), 'metadata', 'annotations', name] };
  if (!facts) {
    yield { ...at, type: IST9106, text: IST9106.texts.unknown() };
    return;
  }
  if (facts.kinds && !facts.kinds.includes(POD.kind)) {
    yield { ...at, type: IST9106, text: IST9106.texts.otherKind(facts.kinds) };
    return;
  }
  const problem = problemOfValue();
  if (problem) {
    yield { ...at, type: IST9107, text: IST9107.texts.value(problem) };
  }
}
