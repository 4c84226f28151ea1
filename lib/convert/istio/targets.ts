import type { Code, Expression } from '../../code';
import { SERVICE, SERVICE_ENTRY } from '../../manifests/kinds';
import { isRecord } from '../../manifests/manifest';
import { CannotSay, expect, type Fields, isText, type Spot } from './fields';
import { istio } from './words';

/** The pods that a selector selects: the workload that has exactly these labels, or the labels. */
export function selector(value: unknown, spot: Spot): Code {
  const labels = labelsOf(value, spot);
  return spot.conversion.references.workload(labels)?.code ?? labels;
}

/** Labels, every value of which is a text. */
export function labelsOf(value: unknown, spot: Spot): Readonly<Record<string, string>> {
  const labels = expect(value, isRecord, spot);
  for (const [key, label] of Object.entries(labels)) {
    if (!isText(label)) {
      throw new CannotSay([...spot.path, key]);
    }
  }
  return labels as Record<string, string>;
}

/** A selector that has its labels in a field of their own. */
export function selectorIn(fields: Fields, name: string, labels: string): Expression | undefined {
  return fields.object(name, (inner) => inner.required(labels, inner.say(labels, isRecord, selector)));
}

/** The `selector` and the `targetRefs` of a policy. */
export function policyTarget(fields: Fields): Readonly<Record<string, Code>> {
  return {
    selector: selectorIn(fields, 'selector', 'matchLabels'),
    targetRefs: targetRefs(fields),
  };
}

export function targetRefs(fields: Fields): Expression | undefined {
  return fields.listOrNone('targetRefs', targetReference);
}

const GATEWAY_API = 'gateway.networking.k8s.io';

function targetReference(fields: Fields): Code {
  const group = fields.take('group', isText);
  const kind = fields.take('kind', isText);
  const name = fields.required('name', fields.take('name', isText));
  const { references } = fields.conversion;
  switch (`${group}/${kind}`) {
    case `${GATEWAY_API}/Gateway`:
      return istio('TargetReference.gateway').call(name);
    case `${GATEWAY_API}/GatewayClass`:
      return istio('TargetReference.gatewayClass').call(name);
    case '/Service':
      return istio('TargetReference.service').call(references.object(SERVICE, name)?.code ?? name);
    case 'networking.istio.io/ServiceEntry':
      return istio('TargetReference.serviceEntry').call(references.object(SERVICE_ENTRY, name)?.code ?? name);
    default:
      throw new CannotSay([...fields.path, 'kind']);
  }
}
