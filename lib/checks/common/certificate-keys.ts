/** The keys of a certificate and its private key. Istio looks for its own names first. */
const PAIRS = [
  ['cert', 'key'],
  ['tls.crt', 'tls.key'],
] as const;

/** Why a Secret without any of these pairs cannot serve as a certificate. */
export const WITHOUT_CERTIFICATE = `lacks a certificate and its key; give it ${PAIRS.map((pair) => pair.map((key) => `"${key}"`).join(' and ')).join(', or ')}`;

/** The key of the certificate in a Secret, where its private key is, too; undefined if there is none. */
export function certificateKeyIn(isFilled: (key: string) => boolean): string | undefined {
  return PAIRS.find((pair) => pair.every(isFilled))?.[0];
}

/** What is wrong with a Secret whose certificate cannot be read. */
export const NO_CERTIFICATE_IN = (key: string) =>
  `does not hold a certificate in "${key}"; store a certificate in PEM format there`;

/** What stands between the lines of the first PEM block; undefined if there is none. */
export function pemIn(text: string): string | undefined {
  return /-----BEGIN [^-]+-----([^-]+)-----END /.exec(text)?.[1];
}
