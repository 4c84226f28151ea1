import { fieldsOf, objectsIn, textOrEmpty } from '../../manifests/fields';
import { WEBHOOK_CONFIGURATION } from '../../manifests/kinds';
import { texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { carries, type Labels } from '../workloads/workloads';

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
  return selects(webhook.namespaceSelector, namespaceLabels) && selects(webhook.objectSelector, podLabels);
}

/** Whether a label selector of Kubernetes selects an object with these labels; an absent one selects every object. */
function selects(selector: unknown, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  return (
    carries(labels, texts(matchLabels)) &&
    objectsIn(matchExpressions).every((requirement) => isMet(requirement, labels))
  );
}

function isMet({ key, operator, values }: Readonly<Record<string, unknown>>, labels: Labels): boolean {
  const label = labels[String(key)];
  const isListed = label !== undefined && Array.isArray(values) && values.includes(label);
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return label !== undefined;
    case 'DoesNotExist':
      return label === undefined;
    default:
      return false;
  }
}
