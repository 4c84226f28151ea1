import { Lazy } from 'cdk8s';
import { Resource } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type AdmissionObject, type Problem, problemsOf } from '../admission';
import { versionFor } from '../istiod/istio-version';
import { problemText, Rendering } from './rendering';

/**
 * The base class of the constructs for Istio's resources.
 *
 * The spec is rendered when the chart is written, so routes, servers and the like that are added after construction are
 * part of it. Validation looks at the rendered object and reports all of its mistakes at once.
 */
export abstract class IstioResource<Spec> extends Resource {
  /** The problems with references that the last rendering found. */
  private referenceProblems: readonly Problem[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.node.addValidation({
      validate: () => this.problems().map((problem) => problemText(`${this.kind} "${this.name}"`, problem)),
    });
  }

  /** The spec for the raw object, which is rendered when the object is written. */
  protected lateSpec(): Spec {
    const produce = (): Spec => {
      const rendering = new Rendering(this.metadata.namespace, this.node.root);
      const spec = this.render(rendering);
      this.referenceProblems = rendering.problems;
      return spec;
    };
    return Lazy.any({ produce }) as Spec;
  }

  protected abstract render(rendering: Rendering): Spec;

  /** What a construct refuses although istiod admits it. */
  protected *ownProblems(_spec: Spec): Iterable<Problem> {}

  private problems(): Problem[] {
    // The object as it is written, with the JSON patches of the raw object.
    const { metadata = {}, spec = {} as Spec } = this.apiObject.toJson() as WrittenObject<Spec>;
    const { name = '', namespace, labels = {}, annotations = {} } = metadata;
    const problems = problemsOf(this.kind, { name, namespace, labels, annotations, spec }, versionFor(this));
    return [
      ...this.referenceProblems,
      ...problems.filter(({ mayBeMeant }) => !mayBeMeant),
      ...this.ownProblems(spec),
    ];
  }
}

interface WrittenObject<Spec> {
  readonly metadata?: Partial<Omit<AdmissionObject, 'spec'>>;
  readonly spec?: Spec;
}
