import { IST0101, IST0161 } from '../../../catalogue/istio-traffic-codes';
import { firstFew } from '../../../catalogue/words';
import type { GatewayServer } from '../../../istiod/gateways/gateway-servers';
import { gatewayPods } from '../../../istiod/gateways/gateway-workloads';
import { gatewaysOf } from '../../../istiod/gateways/gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { secretsToCome } from '../../../istiod/workloads/secret-makers';
import { selectorText } from '../../../istiod/workloads/selectors';
import type { Labels } from '../../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../../manifests/collections';
import { textOrEmpty } from '../../../manifests/fields';
import { SECRET } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** A gateway reads its certificates from Secrets in the namespace of its pods. (A5) */
export const gatewaySecrets: Rule = {
  name: 'gateway-secrets',
  reports: [IST0101, IST0161],
  *check(index, certificateProblem) {
    const namespacesOf = namespaces(index);
    const secretsNamed = groupedBy(index.all(SECRET), ({ name }) => name);
    const toCome = index.view(secretsToCome);
    // A namespace without any Secret among the manifests probably keeps its Secrets elsewhere.
    const shownIn = new Set(index.all(SECRET).map(({ namespace }) => namespace));
    const now = Date.now();
    const problemOf = memoized(
      (secret: Manifest) => secret,
      (secret) => certificateProblem(secret, now),
    );
    for (const { manifest: object, selector, servers } of index.view(gatewaysOf)) {
      const places = namespacesOf(selector);
      // IST0101 reports a selector that selects no pods.
      for (const { field, namespace, name } of places.size > 0 ? servers.flatMap(credentialOf) : []) {
        const secrets = (secretsNamed.get(name) ?? []).filter((secret) =>
          namespace === undefined ? places.has(secret.namespace) : secret.namespace === namespace,
        );
        const problems = secrets.map(problemOf);
        if (secrets.length > 0 && !problems.includes(undefined)) {
          yield { type: IST0161, object, field, text: IST0161.texts.secret(name, problems[0] ?? '') };
        }
        const wanted = namespace === undefined ? firstFew(places) : [namespace];
        const exists = (place: string) => index.has(SECRET, place, name) || toCome.has(`${place}/${name}`);
        const areSecretsShown = secretsNamed.has(name) || wanted.some((place) => shownIn.has(place));
        if (areSecretsShown && secrets.length === 0 && !wanted.some(exists)) {
          yield { type: IST0101, object, field, text: IST0101.texts.secret(name, wanted) };
        }
      }
    }
  },
};

interface Credential {
  readonly field: FieldPath;
  /** Undefined for the namespace of the pods. */
  readonly namespace?: string;
  readonly name: string;
}

function credentialOf({ tls, field }: GatewayServer): Credential[] {
  const written = textOrEmpty(tls?.credentialName);
  // A name such as "sds://..." does not stand for a Secret.
  if (written === '' || written.includes('://')) {
    return [];
  }
  const [namespace, name] = written.includes('/') ? written.split('/', 2) : [undefined, written];
  return [{ field: [...field, 'tls', 'credentialName'], name, ...(namespace ? { namespace } : {}) }];
}

/** The namespaces of the pods of a selector. */
function namespaces(index: MeshIndex): (selector: Labels) => ReadonlySet<string> {
  const podsOf = index.view(gatewayPods);
  return memoized(selectorText, (selector) => new Set(podsOf(selector).map(({ namespace }) => namespace)));
}
