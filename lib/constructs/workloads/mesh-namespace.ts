import { ApiObject, JsonPatch } from 'cdk8s';
import { Namespace, type NamespaceProps } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { dnsNameProblems } from '../../admission';
import { errorTexts } from '../mistakes';

/**
 * Properties of a MeshNamespace.
 *
 * @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/
 */
export interface MeshNamespaceProps extends NamespaceProps {
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
export class MeshNamespace extends Namespace {
  constructor(scope: Construct, id: string, props: MeshNamespaceProps = {}) {
    const { revision, metadata } = props;
    const [label, value] =
      revision === undefined ? ['istio-injection', 'enabled'] : ['istio.io/rev', revision];
    super(scope, id, { metadata: { ...metadata, labels: { ...metadata?.labels, [label]: value } } });

    if (this.metadata.namespace !== undefined) {
      // A Namespace is not namespaced. The namespace of the chart is for its other objects.
      ApiObject.of(this).addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    }
    this.node.addValidation({
      validate: () =>
        errorTexts(this, { kind: 'Namespace', name: this.name }, [
          ...dnsNameProblems(['metadata', 'name'], this.name),
          ...dnsNameProblems(['revision'], revision ?? 'default'),
        ]),
    });
  }
}
