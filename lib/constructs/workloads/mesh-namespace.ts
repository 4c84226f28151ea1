import { ApiObject, type ApiObjectMetadataDefinition, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { dnsNameProblems } from '../../admission';
import { checkedProps, hasWrongArguments } from '../arguments/checked-arguments';
import type { IstioResourceProps } from '../istio-resource';
import { errorTexts } from '../mistakes';
import type { INamespaceReference } from '../references';

/**
 * Properties of a MeshNamespace.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export interface MeshNamespaceProps extends IstioResourceProps {
  /**
   * The revision of Istio that injects the sidecars, for clusters with several revisions.
   *
   * @default the default revision, through the label `istio-injection: enabled`
   */
  readonly revision?: string;
}

/**
 * A namespace whose new pods get a sidecar. Pods that already run get one when they are restarted.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export class MeshNamespace extends Construct implements INamespaceReference {
  private readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: MeshNamespaceProps = {}) {
    super(scope, id);
    const { revision, metadata } = props;
    const [label, value] =
      revision === undefined ? ['istio-injection', 'enabled'] : ['istio.io/rev', revision];
    this.apiObject = new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...metadata, labels: { ...metadata?.labels, [label]: value } },
    });

    checkedProps(this, props);

    if (this.metadata.namespace !== undefined) {
      // A Namespace is not namespaced. The namespace of the chart is for its other objects.
      this.apiObject.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
    this.node.addValidation({
      validate: () =>
        errorTexts(this, { kind: 'Namespace', name: this.name }, [
          ...dnsNameProblems(['metadata', 'name'], this.name),
          ...(hasWrongArguments(this) ? [] : dnsNameProblems(['revision'], revision ?? 'default')),
        ]),
    });
  }

  /** The metadata of the object. */
  get metadata(): ApiObjectMetadataDefinition {
    return this.apiObject.metadata;
  }

  /** The name of the namespace. */
  get name(): string {
    return this.apiObject.name;
  }

  /** The name of the namespace. */
  get namespaceName(): string {
    return this.name;
  }

  /** The API version of the object, `v1`. */
  get apiVersion(): string {
    return this.apiObject.apiVersion;
  }

  /** The kind of the object, `Namespace`. */
  get kind(): string {
    return this.apiObject.kind;
  }
}
