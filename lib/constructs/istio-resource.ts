import { Lazy } from 'cdk8s';
import { Resource } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type AdmissionObject, problemsOf } from '../admission';
import { versionFor } from '../istiod/istio-version';
import { errorTexts, type Mistake } from './mistakes';
import { Rendering } from './rendering';

/**
 * The base class of the constructs for Istio's resources.
 *
 * The spec is rendered when the chart is written, so routes, servers and the like that are added after construction are
 * part of it. Validation looks at the rendered object and reports all of its errors at once.
 */
export abstract class IstioResource<Spec> extends Resource {
  /** The mistakes in references that the last rendering found. */
  private referenceMistakes: readonly Mistake[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.node.addValidation({
      validate: () => this.mistakes(),
    });
  }

  /** The spec for the raw object, which is rendered when the object is written. */
  protected lateSpec(): Spec {
    const produce = (): Spec => {
      const rendering = new Rendering(this.metadata.namespace, this.node.root);
      const spec = this.render(rendering);
      this.referenceMistakes = rendering.mistakes;
      return spec;
    };
    return Lazy.any({ produce }) as Spec;
  }

  protected abstract render(rendering: Rendering): Spec;

  /** What a construct refuses although istiod admits it. */
  protected *ownMistakes(_spec: Spec): Iterable<Mistake> {}

  private mistakes(): string[] {
    // The object as it is written, with the JSON patches of the raw object.
    const { metadata = {}, spec = {} as Spec } = this.apiObject.toJson() as WrittenObject<Spec>;
    const { name = '', namespace, labels = {}, annotations = {} } = metadata;
    const problems = problemsOf(this.kind, { name, namespace, labels, annotations, spec }, versionFor(this));
    return errorTexts(this, { kind: this.kind, name: this.name, annotations }, [
      ...this.referenceMistakes,
      ...problems,
      ...this.ownMistakes(spec),
    ]);
  }
}

interface WrittenObject<Spec> {
  readonly metadata?: Partial<Omit<AdmissionObject, 'spec'>>;
  readonly spec?: Spec;
}
