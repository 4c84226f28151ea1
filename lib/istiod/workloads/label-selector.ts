import { fieldsOf, objectsIn } from '../../manifests/fields';
import { texts } from '../../manifests/manifest';
import { carries, type Labels } from './workloads';

/** Whether a label selector of Kubernetes selects an object with these labels; an absent one selects every object. */
export function matchesSelector(selector: unknown, labels: Labels): boolean {
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
