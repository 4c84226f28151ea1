import type { Source, TraceRequest } from '../routing';
import { claimsFrom, headersFrom } from '../routing/request/written-parts';
import { attempt } from './usage';

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
  const headers = attempt(() => headersFrom(values.header, '--header'));
  const claims = attempt(() => claimsFrom(values['jwt-claim'], '--jwt-claim'));
  return {
    url,
    ...(method === undefined ? {} : { method }),
    ...(headers ? { headers } : {}),
    ...(from === undefined ? {} : { from: from as Source }),
    ...(clientIp === undefined ? {} : { clientIp }),
    ...(sni === undefined ? {} : { sni }),
    ...(values['client-certificate'] ? { clientCertificate: true } : {}),
    ...(claims ? { claims } : {}),
  };
}
