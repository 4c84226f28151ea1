import type {
  GatewaySpecServersTls,
  GatewaySpecServersTlsMinProtocolVersion,
  GatewaySpecServersTlsMode,
  SidecarSpecIngressTls,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, UNUSABLE_VALUE, WARNED } from '../problem-types';
import { repetitions } from './list-problems';
import { CipherSuite } from './vocabulary';

/** Istio drops all others without an error. */
const CIPHER_SUITES: readonly string[] = Object.values(CipherSuite);

/** The versions and ciphers that a server offers, which Gateways and Sidecars set alike. */
export function* validateTlsVersions(
  field: FieldPath,
  tls: GatewaySpecServersTls | SidecarSpecIngressTls,
): Iterable<Problem> {
  yield* ignoredProblems(field, tls);
  const { maxProtocolVersion: max, cipherSuites = [] } = tls;
  const min: `${GatewaySpecServersTlsMinProtocolVersion}` | undefined = tls.minProtocolVersion;
  if (min && max && min !== 'TLS_AUTO' && max !== 'TLS_AUTO' && min > max) {
    const message = `${min} is above maxProtocolVersion ${max}; lower it, or raise maxProtocolVersion`;
    yield { field: [...field, 'minProtocolVersion'], message, type: UNUSABLE_VALUE };
  }
  if ((min === 'TLSV1_0' || min === 'TLSV1_1') && cipherSuites.length === 0) {
    const message = `${min} has no cipher among the defaults of Envoy; add ciphers in cipherSuites`;
    yield { field: [...field, 'minProtocolVersion'], message, type: WARNED };
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

/** Settings that have no effect in the mode of the server. (V11, V12) */
function* ignoredProblems(
  field: FieldPath,
  { ecdhCurves = [], insecureSkipVerify, mode: written }: GatewaySpecServersTls | SidecarSpecIngressTls,
): Iterable<Problem> {
  const mode: `${GatewaySpecServersTlsMode}` = written ?? 'PASSTHROUGH';
  if (ecdhCurves.length > 0 && (mode === 'ISTIO_MUTUAL' || mode.endsWith('PASSTHROUGH'))) {
    const message = `has no effect with mode ${mode}; remove it, or choose another mode`;
    yield { field: [...field, 'ecdhCurves'], message, type: IGNORED_FIELD };
  }
  if (insecureSkipVerify && !mode.endsWith('MUTUAL')) {
    const message = `has no effect with mode ${mode}, which verifies no client certificate; remove it`;
    yield { field: [...field, 'insecureSkipVerify'], message, type: IGNORED_FIELD };
  }
}

/** Expressions that BoringSSL reads, such as `ALL`, `-ALL` and `[A|B]`. istiod looks at the first byte of the text. */
function isExpression(suite: string): boolean {
  const [first = 0] = new TextEncoder().encode(suite.slice(0, 2));
  return suite === '' || suite === 'ALL' || !/[\p{L}\p{N}]/u.test(String.fromCharCode(first));
}
