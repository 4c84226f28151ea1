import { type ApiObject, type ApiObjectMetadata, type ApiObjectMetadataDefinition, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { problemsOf } from '../admission';
import { wrongTypes } from '../admission/schema';
import type { Finding } from '../catalogue/finding';
import { versionFor } from '../istiod/istio-version';
import { isFilledText, isRecord, type Manifest, manifestOf } from '../manifests/manifest';
import { hasWrongArguments } from './arguments/checked-arguments';
import { errorTexts, type Mistake, scopeWithout } from './mistakes';
import { Rendering } from './rendering';

/** Properties that all of Istio's resources have. */
export interface IstioResourceProps {
  /**
   * The metadata of the object, such as its name, labels and annotations.
   *
   * @default the name is derived from the path of the construct
   */
  readonly metadata?: ApiObjectMetadata;
}

/**
 * The base class of the constructs for Istio's resources.
 *
 * The spec is rendered when the chart is written, so routes, servers and the like that are added after construction are
 * part of it. Validation looks at the rendered object and reports all of its errors at once.
 *
 * It has the members that the `Role` of cdk8s-plus asks for, so `role.allowRead(routes)` works.
 */
export abstract class IstioResource<Spec> extends Construct {
  /** The raw object. */
  protected abstract readonly apiObject: ApiObject;
  /** The plural of the kind, by which RBAC knows it. */
  abstract readonly resourceType: string;
  /** The mistakes in references that the last rendering found. */
  private referenceMistakes: readonly Mistake[] = [];

  constructor(scope: Construct, id: string) {
    super(scopeWithout(id, scope), id);
    this.node.addValidation({
      validate: () => this.mistakes(),
    });
  }

  /** The metadata of the object. */
  get metadata(): ApiObjectMetadataDefinition {
    return this.apiObject.metadata;
  }

  /** The name of the object. */
  get name(): string {
    return this.apiObject.name;
  }

  /** The API version of the object, such as `networking.istio.io/v1`. */
  get apiVersion(): string {
    return this.apiObject.apiVersion;
  }

  /** The API group of the object, such as `networking.istio.io`. */
  get apiGroup(): string {
    return this.apiObject.apiGroup;
  }

  /** The kind of the object, such as `VirtualService`. */
  get kind(): string {
    return this.apiObject.kind;
  }

  /** The name of the object, for a `Role` of cdk8s-plus. */
  get resourceName(): string {
    return this.name;
  }

  /** The object itself, for a `Role` of cdk8s-plus. */
  asApiResource(): this {
    return this;
  }

  /** Always undefined, because the object is not a URL. For a `Role` of cdk8s-plus. */
  asNonApiResource(): undefined {
    return undefined;
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
    if (hasWrongArguments(this)) {
      return [];
    }
    // The object as it is written, with the JSON patches of the raw object.
    const manifest = manifestOf(this.apiObject.toJson());
    const { kind, name } = this;
    const owner = { kind, name, annotations: manifest?.annotations ?? {} };
    return errorTexts(this, owner, manifest ? this.mistakesIn(manifest as Manifest<Spec>) : []);
  }

  private mistakesIn(manifest: Manifest<Spec>): readonly Mistake[] {
    const istio = versionFor(this);
    const { metadata } = manifest.object;
    const namespace = isRecord(metadata) && isFilledText(metadata.namespace) ? metadata.namespace : undefined;
    const problems = problemsOf(manifest.kind, { ...manifest, namespace }, istio);
    if (problems.length > 0) {
      // The constructs let no value of another type pass, but JSON patches and casts do. All else follows from it.
      const wrong = wrongTypes(manifest, istio).map(asMistake);
      if (wrong.length > 0) {
        return wrong;
      }
    }
    return [...this.referenceMistakes, ...problems, ...this.ownMistakes(manifest.spec)];
  }
}

function asMistake({ type, field = [], text }: Finding): Mistake {
  return { type, field, message: text };
}
