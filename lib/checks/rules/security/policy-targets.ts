import type { MessageType } from '../../../catalogue/message-type';
import { gatewaysByName } from '../../../istiod/gateways/gateways';
import { selectorText } from '../../../istiod/workloads/selectors';
import { fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, KUBERNETES_GATEWAY, REQUEST_AUTHENTICATION } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9219 = {
  code: 'IST9219',
  name: 'PolicyForIstioGateway',
  level: 'Warning',
  summary:
    'A policy targets a Gateway of the Kubernetes Gateway API, but only an Istio Gateway has that name.',
  texts: {
    gateway: (name: string, selector: string) =>
      `"${name}" refers to a Gateway of gateway.networking.k8s.io, which does not exist, so the policy has no effect on the Istio Gateway of that name; select its pods by "${selector}" in their namespace`,
  },
} as const satisfies MessageType;

/** Only pods of a Gateway of the Kubernetes Gateway API and waypoints enforce a policy with targets. (H2, H3) */
export const policyTargets: Rule = {
  name: 'policy-targets',
  reports: [IST9219],
  *check(index) {
    for (const object of [...index.all(AUTHORIZATION_POLICY), ...index.all(REQUEST_AUTHENTICATION)]) {
      for (const [name, field] of targetedGateways(object)) {
        const gateway = index.view(gatewaysByName).get(`${object.namespace}/${name}`);
        if (gateway && !index.has(KUBERNETES_GATEWAY, object.namespace, name)) {
          const text = IST9219.texts.gateway(name, selectorText(gateway.selector));
          yield { type: IST9219, object, field, text };
        }
      }
    }
  },
};

function* targetedGateways({ spec }: Manifest): Iterable<[name: string, field: FieldPath]> {
  const { targetRef, targetRefs } = fieldsOf(spec);
  const references: [FieldPath, Record<string, unknown>][] = [
    [['spec', 'targetRef'], fieldsOf(targetRef)],
    ...fieldEntries(targetRefs).map(([i, one]): [FieldPath, Record<string, unknown>] => [
      ['spec', 'targetRefs', i],
      one,
    ]),
  ];
  for (const [field, { group, kind, name }] of references) {
    if (kind === KUBERNETES_GATEWAY.kind && group === KUBERNETES_GATEWAY.group) {
      yield [textOrEmpty(name), [...field, 'name']];
    }
  }
}
