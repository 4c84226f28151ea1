import { Lazy } from 'cdk8s';
import { Resource } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Problem } from '../admission';
import { Rendering } from './rendering';

/**
 * What the constructs of Istio's resources share: the spec is rendered late, so that what is added after construction
 * counts, and the finished object is validated at synthesis, all its mistakes at once.
 */
export abstract class IstioResource<Spec> extends Resource {
  /** What the last rendering found wrong with references. */
  private referenceProblems: readonly Problem[] = [];

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.node.addValidation({
      validate: () =>
        this.problems().map(({ field, message }) => `${this.kind} "${this.name}": ${field} ${message}`),
    });
  }

  /** The spec for the raw object, which asks for it when it is written. */
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

  protected abstract validate(spec: Spec): Iterable<Problem>;

  private problems(): Problem[] {
    // What is written counts, with the JSON patches of the raw object.
    const { spec = {} } = this.apiObject.toJson() as { spec?: Spec };
    try {
      const problems = [...this.validate(spec as Spec)].filter(({ mayBeMeant }) => !mayBeMeant);
      return [...this.referenceProblems, ...problems];
    } catch (error) {
      // The types forbid what the rules do not expect; JSON patches and casts get round them.
      const message = `is not shaped as ${this.kind} wants it (${(error as Error).message}); look at what was patched or cast`;
      return [...this.referenceProblems, { field: 'spec', message }];
    }
  }
}
