import { X509Certificate } from 'node:crypto';
import { fieldsOf, textOrEmpty } from '../../manifests/fields';

/** Why a Secret cannot serve as a gateway's certificate, as the end of `a Secret that ...`; undefined where it can. */
export function certificateProblem(
  secret: Readonly<Record<string, unknown>>,
  now: number,
): string | undefined {
  const found = PAIRS.find((pair) => pair.every((key) => bytesOf(secret, key).length > 0));
  if (!found) {
    return `lacks a certificate and its key; give it ${PAIRS.map((pair) => pair.map(quoted).join(' and ')).join(', or ')}`;
  }
  const [key] = found;
  const certificate = firstCertificate(bytesOf(secret, key));
  if (!certificate) {
    return `does not hold a certificate in "${key}"; store a certificate in PEM format there`;
  }
  if (Date.parse(certificate.validTo) < now) {
    return `holds a certificate that expired on ${dayOf(certificate.validTo)}; renew it`;
  }
  if (Date.parse(certificate.validFrom) > now) {
    return `holds a certificate that is not valid before ${dayOf(certificate.validFrom)}; issue one that is valid now`;
  }
  return undefined;
}

/** The keys of a certificate and its private key. Istio looks for its own names first. */
const PAIRS = [
  ['cert', 'key'],
  ['tls.crt', 'tls.key'],
] as const;

function bytesOf({ data, stringData }: Readonly<Record<string, unknown>>, key: string): Buffer {
  const plain = fieldOf(stringData, key);
  return plain === '' ? Buffer.from(fieldOf(data, key), 'base64') : Buffer.from(plain);
}

function fieldOf(fields: unknown, key: string): string {
  return textOrEmpty(fieldsOf(fields)[key]);
}

function firstCertificate(pem: Buffer): X509Certificate | undefined {
  const [, base64 = ''] = /-----BEGIN [^-]+-----([^-]+)-----END /.exec(pem.toString('latin1')) ?? [];
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    return undefined;
  }
}

function dayOf(date: string): string {
  return new Date(date).toISOString().slice(0, 10);
}

function quoted(text: string): string {
  return `"${text}"`;
}
