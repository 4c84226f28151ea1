import { IST0134 } from '../../../catalogue/istio-traffic-codes';
import type { MeshConfig } from '../../../istiod/mesh-config';
import { fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { SERVICE_ENTRY } from '../../../manifests/kinds';
import type { Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

/** Without an address, a TCP port of a ServiceEntry takes all connections to its number. */
export const serviceEntryAddresses: Rule = {
  name: 'service-entry-addresses',
  reports: [IST0134],
  *check(index) {
    if (allocatesAddresses(index.mesh)) {
      return;
    }
    for (const object of index.written(SERVICE_ENTRY).filter((entry) => !hasAddresses(entry))) {
      for (const [i, port] of fieldEntries(fieldsOf(object.spec).ports)) {
        const protocol = textOrEmpty(port.protocol);
        if (protocol === '' || protocol.toUpperCase() === 'TCP') {
          const text = IST0134.texts.missing(protocol);
          yield { type: IST0134, object, field: ['spec', 'ports', i, 'protocol'], text };
        }
      }
    }
  },
};

/** Whether sidecars answer DNS queries themselves, with generated addresses for hosts that have none. */
function allocatesAddresses({ defaultConfig: { proxyMetadata } }: MeshConfig): boolean {
  const isOn = (name: string) => proxyMetadata[name] === 'true';
  const allocates = isOn('ISTIO_META_DNS_AUTO_ALLOCATE') || isOn('PILOT_ENABLE_IP_AUTOALLOCATE');
  return isOn('ISTIO_META_DNS_CAPTURE') && allocates;
}

/** Whether addresses are written in the spec, or istiod has allocated some. */
function hasAddresses({ spec, object }: Manifest): boolean {
  return [fieldsOf(spec).addresses, fieldsOf(object.status).addresses].some(
    (addresses) => Array.isArray(addresses) && addresses.length > 0,
  );
}
