import type { MessageType } from '../../../catalogue/message-type';
import { entryServicesOf, type MeshService, placeOfPort } from '../../../istiod/registry/mesh-service';
import { isHttp } from '../../../istiod/registry/protocol';
import { fieldsOf, objectsIn } from '../../../manifests/fields';
import { SERVICE_ENTRY } from '../../../manifests/kinds';
import { hasTlsSettings } from '../../common/tls-settings';
import type { Rule } from '../../rule';

export const IST9232 = {
  code: 'IST9232',
  name: 'HttpOnTlsPort',
  level: 'Warning',
  summary: 'A ServiceEntry for a host outside the mesh says that port 443 speaks HTTP.',
  texts: {
    plain: (protocol: string, host: string) =>
      `"${protocol}" means plaintext; if the server reads TLS on port 443, as servers do, "http://${host}:443" fails, and what clients send to "https://${host}" does not count as a call of this host; write HTTPS`,
    originated: (protocol: string, host: string) =>
      `"${protocol}" makes sidecars read plaintext on port 443, so what clients send to "https://${host}" does not count as a call of this host: it is passed through, or closed under REGISTRY_ONLY; write HTTPS, and let the proxy originate TLS for port 80 with targetPort 443`,
  },
} as const satisfies MessageType;

const TLS_PORT = 443;

/** A port without addresses takes connections by its number, and a sidecar reads TLS there only if it is declared. (W16, W17) */
export const httpOnTlsPort: Rule = {
  name: 'http-on-tls-port',
  reports: [IST9232],
  *check(index) {
    for (const object of index.all(SERVICE_ENTRY)) {
      const [service] = entryServicesOf(object, index);
      const port =
        service && speaksTls(service) ? service.ports.find(({ number }) => number === TLS_PORT) : undefined;
      if (!service || !port || port.targetPort !== TLS_PORT || !isHttp(port.protocol)) {
        continue;
      }
      const isOriginated = index.view(hasTlsSettings)(service.host);
      if (!isOriginated || service.addresses.length === 0) {
        const text = IST9232.texts[isOriginated ? 'originated' : 'plain'](port.protocol ?? '', service.host);
        yield {
          type: IST9232,
          object,
          field: ['spec', 'ports', placeOfPort(object, TLS_PORT), 'protocol'],
          text,
        };
      }
    }
  },
};

/** Whether port 443 of a host is that of a server outside, for all that the manifests say. */
function speaksTls({ isExternal, manifest }: MeshService): boolean {
  const { endpoints, workloadSelector } = fieldsOf(manifest.spec);
  const isMapped = objectsIn(endpoints).some(({ ports }) => ports !== undefined);
  return isExternal && !isMapped && workloadSelector === undefined;
}
