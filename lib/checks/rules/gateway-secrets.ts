import { memoized } from '../../manifests/collections';
import { textOf } from '../../manifests/fields';
import { gatewayNamed, gatewayPods, gatewaySelector, type Server, serversOf } from '../../manifests/gateways';
import { GATEWAY, SECRET } from '../../manifests/kinds';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { selectorText } from '../../manifests/selectors';
import type { Labels } from '../../manifests/workloads';
import { IST0101, IST0161 } from '../catalogue';
import { certificateProblem } from '../certificate';
import type { Rule } from '../message';

/** A gateway takes its certificates from Secrets beside its pods. (A5) */
export const gatewaySecrets: Rule = {
  name: 'gateway-secrets',
  reports: [IST0101, IST0161],
  *check(index) {
    const namespacesOf = namespaces(index);
    const now = Date.now();
    const problemOf = memoized(
      (secret: Manifest) => secret,
      (secret) => certificateProblem(secret.object, now),
    );
    for (const object of index.all(GATEWAY)) {
      for (const { field, name } of serversOf(object).flatMap(credentialOf)) {
        const places = namespacesOf(gatewaySelector(object)).map((namespace) =>
          gatewayNamed(name, namespace),
        );
        // A Gateway without pods is a matter of its selector.
        if (places.length === 0 || places.some((place) => isUnreadable(index, place))) {
          continue;
        }
        const secrets = places.flatMap((place) => index.get(SECRET, place.namespace, place.name) ?? []);
        const problems = secrets.map(problemOf);
        if (secrets.length === 0) {
          const text = IST0101.texts.secret(name, [...new Set(places.map(({ namespace }) => namespace))]);
          yield { type: IST0101, object, field, text };
        } else if (!problems.includes(undefined)) {
          yield { type: IST0161, object, field, text: IST0161.texts.secret(name, problems[0] ?? '') };
        }
      }
    }
  },
};

function credentialOf({ tls, field }: Server): { field: FieldPath; name: string }[] {
  const name = textOf(tls?.credentialName);
  // "sds://" and the like are other places than Secrets.
  return name === '' || name.includes('://') ? [] : [{ field: [...field, 'tls', 'credentialName'], name }];
}

/** The namespaces of the pods of a selector. */
function namespaces(index: ManifestIndex): (selector: Labels) => readonly string[] {
  const podsOf = index.view(gatewayPods);
  return memoized(selectorText, (selector) => [
    ...new Set(podsOf(selector).map(({ namespace }) => namespace)),
  ]);
}

function isUnreadable(
  index: ManifestIndex,
  { namespace, name }: { namespace: string; name: string },
): boolean {
  return index.has(SECRET, namespace, name) && !index.get(SECRET, namespace, name);
}
