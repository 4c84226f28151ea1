import type { Code } from '../../../code';
import { CipherSuite, TlsVersion } from '../../../constructs';
import { type Fields, isText } from '../fields';
import { secretNamed } from '../identities';
import { enumerated, factoryFor, istio, memberOf, options } from '../words';

const MODES: Readonly<Record<string, string>> = {
  SIMPLE: 'simple',
  MUTUAL: 'mutual',
  OPTIONAL_MUTUAL: 'optionalMutual',
  ISTIO_MUTUAL: 'istioMutual',
};

/** TLS at a server of a Gateway. */
export function serverTls(fields: Fields): Code {
  const factory = factoryFor(fields, 'mode', MODES);
  if (factory === 'istioMutual') {
    return istio('ServerTls.istioMutual').call(options(versions(fields)));
  }
  const credentialName = fields.has('credentialNames')
    ? fields.items('credentialNames', secretNamed)
    : fields.say('credentialName', isText, secretNamed);
  return istio(`ServerTls.${factory}`).call({
    credentialName: fields.required('credentialName', credentialName),
    ...versions(fields),
    ...(factory === 'simple' ? {} : clientCertificates(fields)),
  });
}

function clientCertificates(fields: Fields): Readonly<Record<string, Code>> {
  return {
    caCertCredentialName: fields.say('caCertCredentialName', isText, secretNamed),
    subjectAltNames: fields.texts('subjectAltNames'),
    ...verification(fields),
  };
}

/** What the servers of Gateways and the listeners of Sidecars ask of TLS. */
export function versions(fields: Fields): Readonly<Record<string, Code>> {
  return {
    minProtocolVersion: enumerated(fields, 'minProtocolVersion', { TlsVersion }),
    maxProtocolVersion: enumerated(fields, 'maxProtocolVersion', { TlsVersion }),
    cipherSuites: fields.items('cipherSuites', (value, spot) => memberOf({ CipherSuite }, value, spot)),
    ecdhCurves: fields.texts('ecdhCurves'),
    alpnProtocols: fields.texts('alpnProtocols'),
  };
}

/** What they ask of the certificates of clients. */
export function verification(fields: Fields): Readonly<Record<string, Code>> {
  return {
    verifyCertificateSpki: fields.texts('verifyCertificateSpki'),
    verifyCertificateHash: fields.texts('verifyCertificateHash'),
    insecureSkipVerify: fields.flag('insecureSkipVerify'),
  };
}
