import { IST0149 } from '../../../catalogue/istio-traffic-codes';
import { firstFew, fullName } from '../../../catalogue/words';
import { gatewayPods } from '../../../istiod/gateways/gateway-workloads';
import { type Gateway, gatewaysByName } from '../../../istiod/gateways/gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { requestAuthenticationsFor } from '../../../istiod/policies/policy-scope';
import { gatewayName, MESH } from '../../../istiod/virtual-services/gateway-name';
import { selectorText } from '../../../istiod/workloads/selectors';
import type { Workload } from '../../../istiod/workloads/workloads';
import { memoized } from '../../../manifests/collections';
import { fieldEntries, fieldsOf, textEntries } from '../../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Headers whose names begin so stand for claims of the token. (E9) */
const CLAIM = '@request.auth.claims';

/** A match on a claim needs a RequestAuthentication that validates the token at the gateway. (E9) */
export const jwtClaimRoutes: Rule = {
  name: 'jwt-claim-routes',
  reports: [IST0149],
  *check(index) {
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const claim = claimIn(object);
      if (!claim) {
        continue;
      }
      for (const gateway of boundGateways(index, object)) {
        const pods = index.view(unauthenticatedPods)(gateway);
        if (pods.length > 0) {
          const text = IST0149.texts.claim(claim.key, fullName(gateway.manifest), pods.map(fullName));
          yield { type: IST0149, object, field: claim.field, text };
        }
      }
    }
  },
};

function claimIn({ spec }: Manifest): { field: FieldPath; key: string } | undefined {
  for (const [i, { match }] of fieldEntries(fieldsOf(spec).http)) {
    for (const [j, condition] of fieldEntries(match)) {
      for (const name of ['headers', 'withoutHeaders']) {
        const key = Object.keys(fieldsOf(condition[name])).find((header) => header.startsWith(CLAIM));
        if (key !== undefined) {
          return { field: ['spec', 'http', i, 'match', j, name, key], key };
        }
      }
    }
  }
  return undefined;
}

function boundGateways(index: MeshIndex, { spec, namespace }: Manifest): Gateway[] {
  return textEntries(fieldsOf(spec).gateways)
    .filter(([, name]) => name !== MESH)
    .flatMap(([, name]) => index.view(gatewaysByName).get(gatewayName(name, namespace)) ?? []);
}

/** The first few pods of a Gateway that no RequestAuthentication selects. */
function unauthenticatedPods(index: MeshIndex): (gateway: Gateway) => readonly Workload[] {
  const authentications = index.view(requestAuthenticationsFor);
  const podsOf = index.view(gatewayPods);
  return memoized(
    ({ selector }) => selectorText(selector),
    ({ selector }) => firstFew(podsOf(selector).filter((pod) => authentications.of(pod).length === 0)),
  );
}
