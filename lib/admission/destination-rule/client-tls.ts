import type {
  DestinationRuleSpecTrafficPolicyTls,
  DestinationRuleSpecTrafficPolicyTlsMode,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, REFUSED } from '../problem-types';

type Mode = `${DestinationRuleSpecTrafficPolicyTlsMode}`;
type ClientTlsField = keyof DestinationRuleSpecTrafficPolicyTls;

/** The fields that each mode uses, beside `mode` itself. */
const USED_FIELDS: Readonly<Record<Mode, readonly ClientTlsField[]>> = {
  DISABLE: [],
  SIMPLE: [
    'caCertCredentialName',
    'caCertificates',
    'caCrl',
    'credentialName',
    'insecureSkipVerify',
    'sni',
    'subjectAltNames',
  ],
  MUTUAL: [
    'caCertCredentialName',
    'caCertificates',
    'caCrl',
    'clientCertificate',
    'credentialName',
    'insecureSkipVerify',
    'privateKey',
    'sni',
    'subjectAltNames',
  ],
  ISTIO_MUTUAL: ['sni', 'subjectAltNames'],
};

/** The fields that name files. */
const FILES = ['clientCertificate', 'privateKey', 'caCertificates', 'caCrl'] as const;

/** How clients encrypt. */
export function* validateClientTls(
  field: FieldPath,
  tls: DestinationRuleSpecTrafficPolicyTls,
): Iterable<Problem> {
  const mode: Mode = tls.mode ?? 'DISABLE';
  // A JSON patch can write a mode that the type does not have.
  const used = USED_FIELDS[mode] ?? [];
  const files = FILES.filter((name) => tls[name]);
  const hasSecret = tls.credentialName && used.includes('credentialName');
  for (const name of Object.keys(tls) as ClientTlsField[]) {
    if (name !== 'mode' && !used.includes(name)) {
      const isRefused = hasSecret && files.some((file) => file === name);
      const message = `is ignored with mode ${mode}; remove it, or choose another mode`;
      yield { field: [...field, name], message, type: isRefused ? REFUSED : IGNORED_FIELD };
    }
  }
  if (tls.credentialName === '' && used.includes('credentialName')) {
    const message = 'is empty; name a Secret';
    yield { field: [...field, 'credentialName'], message, type: NO_EFFECT };
  }
  if (hasSecret) {
    for (const name of files.filter((file) => used.includes(file))) {
      const message = 'cannot be used with credentialName; keep one of them';
      yield { field: [...field, name], message };
    }
  } else if (mode === 'MUTUAL' && !(tls.clientCertificate && tls.privateKey)) {
    const message = 'has mode MUTUAL and no client certificate; set clientCertificate and privateKey';
    yield { field, message };
  }
  if (tls.insecureSkipVerify) {
    for (const name of ['caCertificates', 'subjectAltNames', 'credentialName'] as const) {
      // With mutual TLS the Secret holds the certificate of the client, which is still needed.
      if (tls[name] && used.includes(name) && !(name === 'credentialName' && mode === 'MUTUAL')) {
        const message = 'is not verified with insecureSkipVerify; keep one of them';
        yield { field: [...field, name], message, type: mode === 'ISTIO_MUTUAL' ? IGNORED_FIELD : REFUSED };
      }
    }
  }
}
