import { IST9219 } from '../../../catalogue/catalogue';
import { gatewaySelector } from '../../../istiod/gateways/gateways';
import { selectorText } from '../../../istiod/workloads/selectors';
import { fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, GATEWAY, type Kind, REQUEST_AUTHENTICATION } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

const KUBERNETES_GATEWAY: Kind = { group: 'gateway.networking.k8s.io', kind: 'Gateway' };

/** A policy with targets is ignored by all pods but those of a Gateway of Kubernetes and waypoints. (H2, H3) */
export const policyTargets: Rule = {
  name: 'policy-targets',
  reports: [IST9219],
  *check(index) {
    for (const object of [...index.all(AUTHORIZATION_POLICY), ...index.all(REQUEST_AUTHENTICATION)]) {
      for (const [name, field] of targetedGateways(object)) {
        const gateway = index.get(GATEWAY, object.namespace, name);
        if (gateway && !index.has(KUBERNETES_GATEWAY, object.namespace, name)) {
          const text = IST9219.texts.gateway(name, selectorText(gatewaySelector(gateway)));
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
