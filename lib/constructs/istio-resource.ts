import { Lazy } from 'cdk8s';
import { Resource } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { Problem } from '../admission';
import { Rendering } from './rendering';

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
      validate: () =>
        this.problems().map(({ field, message }) => `${this.kind} "${this.name}": ${field} ${message}`),
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

  protected abstract validate(spec: Spec): Iterable<Problem>;

  private problems(): Problem[] {
    // The object as it is written, with the JSON patches of the raw object.
    const { spec = {} } = this.apiObject.toJson() as { spec?: Spec };
    try {
      const problems = [...this.validate(spec as Spec)].filter(({ mayBeMeant }) => !mayBeMeant);
      return [...this.referenceProblems, ...problems];
    } catch (error) {
      // JSON patches and casts can give the object a shape that its type forbids and the rules do not expect.
      const message = `is not shaped as ${this.kind} wants it (${(error as Error).message}); look at what was patched or cast`;
      return [...this.referenceProblems, { field: 'spec', message }];
    }
  }
}
