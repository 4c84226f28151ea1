import { objectsIn, textOrEmpty } from '../../manifests/fields';
import { WEBHOOK_CONFIGURATION } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import { matchesSelector } from '../workloads/label-selector';
import type { Labels } from '../workloads/workloads';

/** A webhook that Kubernetes asks about pods: those that both selectors select. */
export interface InjectionWebhook {
  readonly namespaceSelector: unknown;
  readonly objectSelector: unknown;
}

/** Istio's webhooks among the manifests; ask for them by `index.view(injectionWebhooks)`. */
export function injectionWebhooks(index: MeshIndex): readonly InjectionWebhook[] {
  return index
    .all(WEBHOOK_CONFIGURATION)
    .flatMap(({ object }) => objectsIn(object.webhooks))
    .filter(({ name }) => textOrEmpty(name).endsWith('istio.io'))
    .map(({ namespaceSelector, objectSelector }) => ({ namespaceSelector, objectSelector }));
}

/** Whether Kubernetes asks a webhook about pods with these labels, in a namespace with those. */
export function isAskedBy(webhook: InjectionWebhook, namespaceLabels: Labels, podLabels: Labels): boolean {
  return (
    matchesSelector(webhook.namespaceSelector, namespaceLabels) &&
    matchesSelector(webhook.objectSelector, podLabels)
  );
}
