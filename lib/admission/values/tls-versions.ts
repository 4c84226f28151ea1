import type {
  GatewaySpecServersTls,
  GatewaySpecServersTlsMinProtocolVersion,
  SidecarSpecIngressTls,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { UNUSABLE_VALUE, WARNED } from '../problem-types';
import { repetitions } from './list-problems';
import { CipherSuite } from './vocabulary';

/** Istio drops all others without an error. */
const CIPHER_SUITES: readonly string[] = Object.values(CipherSuite);

/** The versions and ciphers that a server offers, which Gateways and Sidecars set alike. */
export function* validateTlsVersions(
  field: FieldPath,
  tls: GatewaySpecServersTls | SidecarSpecIngressTls,
): Iterable<Problem> {
  const { maxProtocolVersion: max, cipherSuites = [] } = tls;
  const min: `${GatewaySpecServersTlsMinProtocolVersion}` | undefined = tls.minProtocolVersion;
  if (min && max && min !== 'TLS_AUTO' && max !== 'TLS_AUTO' && min > max) {
    const message = `${min} is above maxProtocolVersion ${max}; lower it, or raise maxProtocolVersion`;
    yield { field: [...field, 'minProtocolVersion'], message, type: UNUSABLE_VALUE };
  }
  if ((min === 'TLSV1_0' || min === 'TLSV1_1') && cipherSuites.length === 0) {
    const message = `${min} has no cipher among the defaults of Envoy; add ciphers in cipherSuites`;
    yield { field: [...field, 'minProtocolVersion'], message, type: WARNED, mayBeMeant: true };
  }
  for (const [i, suite] of cipherSuites.entries()) {
    if (!CIPHER_SUITES.includes(suite) && !isExpression(suite)) {
      const message = `"${suite}" is not a cipher suite that Istio accepts; use one of ${CIPHER_SUITES.join(', ')}`;
      yield { field: [...field, 'cipherSuites', i], message, type: WARNED };
    }
  }
  for (const { at } of repetitions(cipherSuites)) {
    const message = `"${cipherSuites[at]}" appears twice; remove one`;
    yield { field: [...field, 'cipherSuites', at], message, type: WARNED };
  }
}

/** Expressions that BoringSSL reads, such as `ALL`, `-ALL` and `[A|B]`. istiod looks at the first byte of the text. */
function isExpression(suite: string): boolean {
  const [first = 0] = new TextEncoder().encode(suite.slice(0, 2));
  return suite === '' || suite === 'ALL' || !/[\p{L}\p{N}]/u.test(String.fromCharCode(first));
}
