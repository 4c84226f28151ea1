import type { GatewaySpecServersTls, SidecarSpecIngressTls } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { UNUSABLE_VALUE, WARNED } from '../problem-types';
import { repetitions } from './values';
import { CipherSuite } from './vocabulary';

/** Istio drops any other in silence. */
const CIPHER_SUITES: readonly string[] = Object.values(CipherSuite);

/** Versions and ciphers that a server offers; Gateways and Sidecars say it alike. */
export function* validateTlsVersions(
  field: FieldPath,
  tls: GatewaySpecServersTls | SidecarSpecIngressTls,
): Iterable<Problem> {
  const { minProtocolVersion, maxProtocolVersion: max, cipherSuites = [] } = tls;
  const min: string | undefined = minProtocolVersion;
  if (min && max && min !== 'TLS_AUTO' && max !== 'TLS_AUTO' && min > max) {
    const message = `${min} is above maxProtocolVersion ${max}`;
    yield { field: [...field, 'minProtocolVersion'], message, type: UNUSABLE_VALUE };
  }
  if ((min === 'TLSV1_0' || min === 'TLSV1_1') && cipherSuites.length === 0) {
    const message = `${min} has no cipher among Envoy's defaults; name some in cipherSuites`;
    yield { field: [...field, 'minProtocolVersion'], message, type: WARNED, mayBeMeant: true };
  }
  for (const [i, suite] of cipherSuites.entries()) {
    if (!CIPHER_SUITES.includes(suite) && !isExpression(suite)) {
      const message = `"${suite}" is no cipher suite of Envoy's; use one of ${CIPHER_SUITES.join(', ')}`;
      yield { field: [...field, 'cipherSuites', i], message, type: WARNED };
    }
  }
  for (const { at } of repetitions(cipherSuites)) {
    const message = `"${cipherSuites[at]}" is there twice; remove one`;
    yield { field: [...field, 'cipherSuites', at], message, type: WARNED };
  }
}

/** What BoringSSL reads beside names: `ALL`, `-ALL`, `[A|B]`. */
function isExpression(suite: string): boolean {
  return suite === '' || suite === 'ALL' || !/^[\p{L}\p{N}]/u.test(suite);
}
