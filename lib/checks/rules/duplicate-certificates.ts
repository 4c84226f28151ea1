import { groupedBy, memoized } from '../../manifests/collections';
import { textOf } from '../../manifests/fields';
import { gatewaySelector, type Server, serversOf } from '../../manifests/gateways';
import { GATEWAY } from '../../manifests/kinds';
import type { FieldPath, Manifest } from '../../manifests/manifest';
import type { ManifestIndex } from '../../manifests/manifest-index';
import { SelectorIndex, selectorText } from '../../manifests/selectors';
import type { Labels } from '../../manifests/workloads';
import { IST0138 } from '../catalogue';
import type { Rule } from '../message';
import { firstFew, fullName } from '../words';

/**
 * A browser takes its connection for other hosts of the same certificate, too, and then meets the routes of the Gateway
 * that it was opened for.
 *
 * @see https://github.com/envoyproxy/envoy/issues/6767
 */
export const duplicateCertificates: Rule = {
  name: 'duplicate-certificates',
  reports: [IST0138],
  *check(index) {
    const holders = holdersOf(index);
    for (const object of index.all(GATEWAY)) {
      const reported = new Set<Manifest>([object]);
      for (const { key, name, field } of serversOf(object).flatMap(certificateOf)) {
        // Istio reports each of them; beyond a few, that helps nobody.
        for (const other of holders(key, gatewaySelector(object))) {
          if (!reported.has(other)) {
            reported.add(other);
            const text = IST0138.texts.certificate(name, fullName(other));
            yield { type: IST0138, object, field, text };
          }
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

function certificateOf({ tls, field }: Server): Certificate[] {
  const [name, certificate, privateKey] = [tls?.credentialName, tls?.serverCertificate, tls?.privateKey].map(
    textOf,
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

/** The first few Gateways with a certificate whose selector asks for the same labels, or for more. */
function holdersOf(index: ManifestIndex): (certificate: string, selector: Labels) => readonly Manifest[] {
  const holdings = index.all(GATEWAY).flatMap((gateway: Manifest) =>
    serversOf(gateway)
      .flatMap(certificateOf)
      .map(({ key }) => ({ gateway, key })),
  );
  const byCertificate = groupedBy(holdings, ({ key }) => key);
  const gatewaysWith = memoized(
    (certificate: string) => certificate,
    (certificate) => {
      const gateways = new Set(byCertificate.get(certificate)?.map(({ gateway }) => gateway));
      return gateways.size > 1 ? new SelectorIndex(gateways, gatewaySelector) : undefined;
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

function* sameOrNarrower(gateways: SelectorIndex<Manifest>, selector: Labels): Iterable<Manifest> {
  yield* gateways.same(selector);
  for (const { values } of gateways.narrower(selector)) {
    yield* values;
  }
}
