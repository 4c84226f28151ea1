import type { SidecarSpecIngressTls, SidecarSpecIngressTlsMode } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, REFUSED, UNUSABLE_VALUE } from '../problem-types';

/** The fields that only gateways use. */
const GATEWAY_FIELDS = [
  'credentialName',
  'credentialNames',
  'caCertCredentialName',
  'httpsRedirect',
  'subjectAltNames',
] as const satisfies readonly (keyof SidecarSpecIngressTls)[];

/** TLS at an ingress listener. A sidecar has no access to Secrets, so its certificates are files. */
export function* validateSidecarTls(field: FieldPath, tls: SidecarSpecIngressTls): Iterable<Problem> {
  const { serverCertificate, privateKey, tlsCertificates, caCertificates, caCrl } = tls;
  const mode: `${SidecarSpecIngressTlsMode}` = tls.mode ?? 'PASSTHROUGH';
  for (const name of GATEWAY_FIELDS) {
    if (tls[name] !== undefined && tls[name] !== false) {
      const isEmpty = tls[name] === '' || (Array.isArray(tls[name]) && tls[name].length === 0);
      const type = isEmpty || name === 'caCertCredentialName' ? IGNORED_FIELD : REFUSED;
      yield { field: [...field, name], message: 'is for gateways only; remove it, and name files', type };
    }
  }
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL' && mode !== 'OPTIONAL_MUTUAL') {
    const message = `${mode} is not supported by sidecars; use SIMPLE, MUTUAL or OPTIONAL_MUTUAL`;
    yield { field: [...field, 'mode'], message, type: mode === 'PASSTHROUGH' ? UNUSABLE_VALUE : REFUSED };
    return;
  }
  if (tlsCertificates?.length) {
    const message = 'is for gateways only; set serverCertificate and privateKey';
    yield { field: [...field, 'tlsCertificates'], message };
  }
  if (!(serverCertificate && privateKey) && !tlsCertificates?.length) {
    const message = `has mode ${mode} and no certificate; set serverCertificate and privateKey`;
    yield { field, message };
  } else if (serverCertificate && tlsCertificates) {
    const message = 'cannot be used with tlsCertificates; keep one of them';
    yield { field: [...field, 'serverCertificate'], message };
  }
  if (mode !== 'SIMPLE' && !caCertificates) {
    const message = `is missing, and ${mode} verifies client certificates with it; name a file`;
    yield { field: [...field, 'caCertificates'], message };
  } else if (mode === 'SIMPLE' && caCrl) {
    const message = 'is ignored with SIMPLE, which asks for no client certificate; use MUTUAL';
    yield { field: [...field, 'caCrl'], message };
  }
}
