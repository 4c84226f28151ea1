import { WEBHOOK_CONFIGURATION } from '../../manifests/kinds';
import { isRecord, texts } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { carries, type Labels } from '../workloads/workloads';

/** By which pods Kubernetes asks an injector: those that both selectors take. */
export interface InjectionWebhook {
  readonly namespaceSelector: unknown;
  readonly objectSelector: unknown;
}

/** Istio's own webhooks among the manifests; ask by `index.view(injectionWebhooks)`. */
export function injectionWebhooks(index: MeshIndex): readonly InjectionWebhook[] {
  return index.all(WEBHOOK_CONFIGURATION).flatMap(({ object: { webhooks } }) => {
    const all = Array.isArray(webhooks) ? webhooks.filter(isRecord) : [];
    return all
      .filter(({ name }) => typeof name === 'string' && name.endsWith('istio.io'))
      .map(({ namespaceSelector, objectSelector }) => ({ namespaceSelector, objectSelector }));
  });
}

/** Whether Kubernetes asks a webhook about pods with these labels, in a namespace with those. */
export function isAskedBy(webhook: InjectionWebhook, namespaceLabels: Labels, podLabels: Labels): boolean {
  return takes(webhook.namespaceSelector, namespaceLabels) && takes(webhook.objectSelector, podLabels);
}

/** Whether a selector of Kubernetes takes an object with these labels; without requirements it takes every one. */
function takes(selector: unknown, labels: Labels): boolean {
  if (!isRecord(selector)) {
    return true;
  }
  const { matchLabels, matchExpressions } = selector;
  const expressions = Array.isArray(matchExpressions) ? matchExpressions.filter(isRecord) : [];
  return carries(labels, texts(matchLabels)) && expressions.every((one) => holds(one, labels));
}

function holds({ key, operator, values }: Record<string, unknown>, labels: Labels): boolean {
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
