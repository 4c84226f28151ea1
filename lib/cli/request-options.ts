import type { Source, TraceRequest } from '../routing';
import { UsageError } from './usage';

/** The options of `trace` that describe the request, for `parseArgs`. */
export const REQUEST_OPTIONS = {
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true, default: [] as string[] },
  from: { type: 'string' },
  'jwt-claim': { type: 'string', multiple: true, default: [] as string[] },
  'client-ip': { type: 'string' },
  sni: { type: 'string' },
  'client-certificate': { type: 'boolean', default: false },
} as const;

interface RequestValues {
  readonly request?: string;
  readonly header: readonly string[];
  readonly from?: string;
  readonly 'jwt-claim': readonly string[];
  readonly 'client-ip'?: string;
  readonly sni?: string;
  readonly 'client-certificate': boolean;
}

/**
 * The request that the options describe. The trace itself checks the URL and the source.
 *
 * @throws UsageError if a header or a claim is malformed
 */
export function requestFrom(url: string, values: RequestValues): TraceRequest {
  const { request: method, from, sni, 'client-ip': clientIp } = values;
  const headers = headersFrom(values.header);
  const jwtClaims = claimsFrom(values['jwt-claim']);
  return {
    url,
    ...(method === undefined ? {} : { method }),
    ...(headers ? { headers } : {}),
    ...(from === undefined ? {} : { from: from as Source }),
    ...(clientIp === undefined ? {} : { clientIp }),
    ...(sni === undefined ? {} : { sni }),
    ...(values['client-certificate'] ? { clientCertificate: true } : {}),
    ...(jwtClaims ? { jwtClaims } : {}),
  };
}

/** Headers as curl takes them: `name: value`, or `name;` for a header without a value. */
function headersFrom(lines: readonly string[]): Record<string, string[]> | undefined {
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, value = ''] = /^\s*([^\s:;]+)\s*(?::\s*(.*?)\s*|;)$/.exec(line) ?? [];
    if (name === undefined) {
      throw new UsageError(`--header "${line}" is not a header; write it like "x-group: testers"`);
    }
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return headers.size > 0 ? Object.fromEntries(headers) : undefined;
}

/** The claims of the token. A claim that is given several times is a list. */
function claimsFrom(claims: readonly string[]): Record<string, unknown> | undefined {
  const values = new Map<string, unknown[]>();
  for (const claim of claims) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(claim) ?? [];
    if (name === undefined) {
      throw new UsageError(
        `--jwt-claim "${claim}" is not a claim; write it like "iss=https://issuer.example"`,
      );
    }
    values.set(name, [...(values.get(name) ?? []), claimValue(value)]);
  }
  const read = [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all.flat()]);
  return read.length > 0 ? Object.fromEntries(read) : undefined;
}

/** The value of a claim: lists, objects, numbers and booleans are JSON, and everything else is text. */
function claimValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? text : value;
  } catch {
    return text;
  }
}
