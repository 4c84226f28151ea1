import { memoized } from '../../manifests/collections';
import { fieldsOf, mapsIn, textsIn } from '../../manifests/fields';
import { gatewayNamed, gatewayPods, gatewaySelector, MESH_GATEWAY } from '../../manifests/gateways';
import { GATEWAY, REQUEST_AUTHENTICATION, VIRTUAL_SERVICE } from '../../manifests/kinds';
import { type FieldPath, type Manifest, texts } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { selectorText } from '../../manifests/selectors';
import { type Labels, type Workload, workloadsOf } from '../../manifests/workloads';
import { IST0149 } from '../catalogue';
import type { Rule } from '../message';
import { firstFew, fullName } from '../words';

/** Headers of this name stand for claims of the token. (E9) */
const CLAIM = '@request.auth.claims';

/** A claim can only be matched once a RequestAuthentication has checked the token at the gateway. (E9) */
export const jwtClaimRoutes: Rule = {
  name: 'jwt-claim-routes',
  reports: [IST0149],
  *check(index) {
    for (const object of index.all(VIRTUAL_SERVICE)) {
      const claim = claimIn(object);
      if (!claim) {
        continue;
      }
      for (const gateway of gatewaysOf(index, object)) {
        const pods = index.view(unauthenticatedPods)(gateway);
        if (pods.length > 0) {
          const text = IST0149.texts.claim(claim.key, fullName(gateway), pods.map(fullName));
          yield { type: IST0149, object, field: claim.field, text };
        }
      }
    }
  },
};

function claimIn({ spec }: Manifest): { field: FieldPath; key: string } | undefined {
  for (const [i, { match }] of mapsIn(fieldsOf(spec).http)) {
    for (const [j, condition] of mapsIn(match)) {
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

function gatewaysOf(index: ManifestIndex, { spec, namespace }: Manifest): Manifest[] {
  return textsIn(fieldsOf(spec).gateways)
    .filter(([, name]) => name !== MESH_GATEWAY)
    .flatMap(([, name]) => {
      const wanted = gatewayNamed(name, namespace);
      return index.get(GATEWAY, wanted.namespace, wanted.name) ?? [];
    });
}

/** The first few pods of a Gateway that no RequestAuthentication applies to. */
function unauthenticatedPods(index: ManifestIndex): (gateway: Manifest) => readonly Workload[] {
  const authenticated = authenticatedPods(index);
  const podsOf = index.view(gatewayPods);
  return memoized(
    (gateway) => selectorText(gatewaySelector(gateway)),
    (gateway) => firstFew(podsOf(gatewaySelector(gateway)).filter((pods) => !authenticated.has(pods))),
  );
}

/** In the root namespace, a RequestAuthentication is for pods of all namespaces. (H2) */
function authenticatedPods(index: ManifestIndex): ReadonlySet<Workload> {
  const workloads = index.view(workloadsOf);
  const select = memoized(
    (namespace: string, labels: Labels) => `${namespace} ${selectorText(labels)}`,
    (namespace, labels) =>
      workloads.selectedBy(labels, namespace === index.mesh.rootNamespace ? undefined : namespace),
  );
  const selected = index.all(REQUEST_AUTHENTICATION).map(({ spec, namespace }) => {
    return select(namespace, texts(fieldsOf(fieldsOf(spec).selector).matchLabels));
  });
  return new Set([...new Set(selected)].flat());
}
