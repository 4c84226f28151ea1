import type { GatewaySpecServersTls, GatewaySpecServersTlsMode } from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';

type Mode = `${GatewaySpecServersTlsMode}`;

const CERTIFICATE_FIELDS = [
  'credentialName',
  'credentialNames',
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'tlsCertificates',
] as const satisfies readonly (keyof GatewaySpecServersTls)[];
/** At most one of them may name certificates. */
const SOURCES = ['credentialName', 'credentialNames', 'tlsCertificates'] as const;

/** Whether the settings do nothing but redirect, if they do that. */
export function onlyRedirects(tls: GatewaySpecServersTls): boolean {
  const mode: Mode = tls.mode ?? 'PASSTHROUGH';
  return mode === 'PASSTHROUGH' && !CERTIFICATE_FIELDS.some((name) => tls[name]?.length);
}

/** Whether istiod reads the settings as those of a server without TLS, whatever else they say. */
export function isWithoutTls(tls: GatewaySpecServersTls): boolean {
  const mode: Mode = tls.mode ?? 'PASSTHROUGH';
  return mode.endsWith('PASSTHROUGH') && !tls.caCertificates && !tls.privateKey && !tls.serverCertificate;
}

/** What is wrong with the TLS settings of a server. (M3) */
export function* validateServerTls(field: FieldPath, tls: GatewaySpecServersTls): Iterable<Problem> {
  const given = CERTIFICATE_FIELDS.filter((name) => tls[name]?.length);
  const mode: Mode = tls.mode ?? 'PASSTHROUGH';
  const bySecret = given.includes('credentialName') || given.includes('credentialNames');
  const byFile = given.includes('serverCertificate') && given.includes('privateKey');
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH' || mode === 'ISTIO_MUTUAL') {
    for (const name of given) {
      yield {
        field: [...field, name],
        message: `is not used with mode ${mode}; remove it, or choose another mode`,
        type: mode === 'ISTIO_MUTUAL' ? REFUSED : WARNED,
      };
    }
  } else if (!bySecret && !byFile && !given.includes('tlsCertificates')) {
    yield tls.credentialName === ''
      ? emptyCredential(field)
      : { field, message: `has mode ${mode} and no certificate; set credentialName` };
  } else if (
    mode !== 'SIMPLE' &&
    !bySecret &&
    !given.includes('caCertificates') &&
    !tls.caCertCredentialName
  ) {
    yield {
      field: [...field, 'caCertificates'],
      message: `is missing, and ${mode} verifies client certificates with it; name a file`,
    };
  }
  if (mode !== 'ISTIO_MUTUAL') {
    const sources = SOURCES.filter((name) => given.includes(name));
    const [source, ...others] = byFile ? ['serverCertificate', ...sources] : sources;
    for (const other of others) {
      yield { field: [...field, other], message: `cannot be used with ${source}; keep one of them` };
    }
  }
  yield* validateFiles(field, tls, mode, bySecret);
  yield* validateCredentialNames(field, tls);
}

function* validateCredentialNames(field: FieldPath, tls: GatewaySpecServersTls): Iterable<Problem> {
  const { credentialNames = [] } = tls;
  for (const [i, name] of credentialNames.entries()) {
    if (name === '') {
      yield { ...emptyCredential(field), field: [...field, 'credentialNames', i], type: UNUSABLE_VALUE };
    }
  }
  if (credentialNames.length > 2) {
    yield {
      field: [...field, 'credentialNames'],
      message: `has ${credentialNames.length} names, and Istio allows at most two; remove the others`,
    };
  }
}

function emptyCredential(field: FieldPath): Problem {
  return {
    field: [...field, 'credentialName'],
    message: 'is empty; name a Secret of type kubernetes.io/tls',
  };
}

/** Certificates in files, and the list of revoked certificates. */
function* validateFiles(
  field: FieldPath,
  { caCrl, credentialName, tlsCertificates = [] }: GatewaySpecServersTls,
  mode: Mode,
  bySecret: boolean,
): Iterable<Problem> {
  const readsFiles = mode !== 'ISTIO_MUTUAL' && (!bySecret || mode.endsWith('PASSTHROUGH'));
  if (readsFiles && !mode.endsWith('PASSTHROUGH')) {
    for (const [i, files] of tlsCertificates.entries()) {
      for (const name of ['serverCertificate', 'privateKey'] as const) {
        if (!files[name]) {
          yield { field: [...field, 'tlsCertificates', i, name], message: 'is missing; name a file' };
        }
      }
    }
    if (tlsCertificates.length > 2) {
      const message = `has ${tlsCertificates.length} certificates, and Envoy allows at most two: one for RSA and one for ECDSA; remove the others`;
      yield { field: [...field, 'tlsCertificates'], message, type: WARNED };
    }
  }
  if (caCrl && (mode === 'SIMPLE' || credentialName)) {
    const message = credentialName
      ? 'cannot be used with credentialName, whose Secret can hold it; remove it'
      : 'has no effect with mode SIMPLE, which does not ask for a client certificate; use MUTUAL';
    yield { field: [...field, 'caCrl'], message, type: readsFiles ? REFUSED : IGNORED_FIELD };
  } else if (caCrl && (mode === 'ISTIO_MUTUAL' || mode.endsWith('PASSTHROUGH'))) {
    const message = `is not used with mode ${mode}; remove it, or choose another mode`;
    yield { field: [...field, 'caCrl'], message, type: mode === 'ISTIO_MUTUAL' ? IGNORED_FIELD : WARNED };
  }
}
