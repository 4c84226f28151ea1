import { IST0138 } from '../../../catalogue/istio-traffic-codes';
import { firstFew, fullName } from '../../../catalogue/words';
import type { GatewayServer } from '../../../istiod/gateways/gateway-servers';
import { type Gateway, gatewaysOf } from '../../../istiod/gateways/gateways';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { SelectorIndex, selectorText } from '../../../istiod/workloads/selectors';
import type { Labels } from '../../../istiod/workloads/workloads';
import { groupedBy, memoized } from '../../../manifests/collections';
import { textOrEmpty } from '../../../manifests/fields';
import type { FieldPath } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/**
 * A browser reuses its connection for other hosts of the same certificate, so that their requests come to the routes of
 * the Gateway for which it opened the connection.
 *
 * @see https://github.com/envoyproxy/envoy/issues/6767
 */
export const duplicateCertificates: Rule = {
  name: 'duplicate-certificates',
  reports: [IST0138],
  *check(index) {
    const holders = holdersOf(index);
    for (const gateway of index.view(gatewaysOf)) {
      const { manifest: object, selector, servers } = gateway;
      const reported = new Set([gateway]);
      for (const { key, name, field } of servers.flatMap(certificateOf)) {
        // Istio reports all of them; a reader needs a few.
        for (const other of holders(key, selector).filter((holder) => !reported.has(holder))) {
          reported.add(other);
          const text = IST0138.texts.certificate(name, fullName(other.manifest));
          yield { type: IST0138, object, field, text };
        }
      }
    }
  },
};

interface Certificate {
  readonly key: string;
  readonly name: string;
  readonly field: FieldPath;
}

function certificateOf({ tls, field }: GatewayServer): Certificate[] {
  const [name, certificate, privateKey] = [tls?.credentialName, tls?.serverCertificate, tls?.privateKey].map(
    textOrEmpty,
  );
  if (name) {
    return [{ key: `secret ${name}`, name, field: [...field, 'tls', 'credentialName'] }];
  }
  if (certificate && privateKey) {
    const key = `files ${certificate} ${privateKey}`;
    return [{ key, name: certificate, field: [...field, 'tls', 'serverCertificate'] }];
  }
  return [];
}

/** The first few Gateways with a certificate whose selectors ask for the same labels or for more. */
function holdersOf(index: MeshIndex): (certificate: string, selector: Labels) => readonly Gateway[] {
  const holdings = index
    .view(gatewaysOf)
    .flatMap((gateway) => gateway.servers.flatMap(certificateOf).map(({ key }) => ({ gateway, key })));
  const byCertificate = groupedBy(holdings, ({ key }) => key);
  const gatewaysWith = memoized(
    (certificate: string) => certificate,
    (certificate) => {
      const gateways = new Set(byCertificate.get(certificate)?.map(({ gateway }) => gateway));
      return gateways.size > 1 ? new SelectorIndex(gateways, ({ selector }) => selector) : undefined;
    },
  );
  return memoized(
    (certificate, selector) => `${selectorText(selector)} ${certificate}`,
    (certificate, selector) => {
      const gateways = gatewaysWith(certificate);
      return gateways ? firstFew(sameOrNarrower(gateways, selector)) : [];
    },
  );
}

function* sameOrNarrower(gateways: SelectorIndex<Gateway>, selector: Labels): Iterable<Gateway> {
  yield* gateways.same(selector);
  for (const { values } of gateways.narrower(selector)) {
    yield* values;
  }
}
