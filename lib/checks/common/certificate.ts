import { X509Certificate } from 'node:crypto';
import { fieldsOf, textOrEmpty } from '../../manifests/fields';
import type { CertificateProblem } from '../rule';
import { certificateKeyIn, NO_CERTIFICATE_IN, pemIn, WITHOUT_CERTIFICATE } from './certificate-keys';

/** Reads the certificate of a Secret. */
export const certificateProblem: CertificateProblem = ({ object }, now) => {
  const key = certificateKeyIn((name) => bytesOf(object, name).length > 0);
  if (key === undefined) {
    return WITHOUT_CERTIFICATE;
  }
  const certificate = firstCertificate(bytesOf(object, key));
  if (!certificate) {
    return NO_CERTIFICATE_IN(key);
  }
  if (Date.parse(certificate.validTo) < now) {
    return `holds a certificate that expired on ${dayOf(certificate.validTo)}; renew it`;
  }
  if (Date.parse(certificate.validFrom) > now) {
    return `holds a certificate that is not valid before ${dayOf(certificate.validFrom)}; issue one that is valid now`;
  }
  return undefined;
};

function bytesOf({ data, stringData }: Readonly<Record<string, unknown>>, key: string): Buffer {
  const plain = fieldOf(stringData, key);
  return plain === '' ? Buffer.from(fieldOf(data, key), 'base64') : Buffer.from(plain);
}

function fieldOf(fields: unknown, key: string): string {
  return textOrEmpty(fieldsOf(fields)[key]);
}

function firstCertificate(pem: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(pemIn(pem.toString('latin1')) ?? '', 'base64'));
  } catch {
    return undefined;
  }
}

function dayOf(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}
