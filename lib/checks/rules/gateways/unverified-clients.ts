import type { MessageType } from '../../../catalogue/message-type';
import { isAtLeast } from '../../../istiod/istio-version';
import { fieldEntries, fieldsOf } from '../../../manifests/fields';
import { GATEWAY, SIDECAR } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

export const IST9030 = {
  code: 'IST9030',
  name: 'UnverifiedClientCertificates',
  level: 'Warning',
  summary:
    'A server accepts client certificates that it cannot verify, so clients can forge the identities in them.',
  texts: {
    accepted: (mode: string) =>
      `lets clients in with any certificate, although the mode is ${mode}: policies there must not trust "principals"; remove it, or use SIMPLE if clients need no certificate`,
  },
} as const satisfies MessageType;

/** The modes in which the proxy asks for a client certificate. */
const ASKING: readonly unknown[] = ['MUTUAL', 'OPTIONAL_MUTUAL', 'ISTIO_MUTUAL'];
const LISTS = [
  { kind: GATEWAY, list: 'servers' },
  { kind: SIDECAR, list: 'ingress' },
] as const;

/** Servers of Gateways, and ingress listeners of Sidecars, that do not verify client certificates. (V11) */
export const unverifiedClients: Rule = {
  name: 'unverified-clients',
  reports: [IST9030],
  *check(index) {
    for (const { kind, list } of isAtLeast(index.istio, '1.31') ? LISTS : []) {
      for (const object of index.all<unknown>(kind)) {
        for (const [i, server] of fieldEntries(fieldsOf(object.spec)[list])) {
          const { insecureSkipVerify, mode } = fieldsOf(server.tls);
          if (insecureSkipVerify === true && ASKING.includes(mode)) {
            const field = ['spec', list, i, 'tls', 'insecureSkipVerify'];
            yield { type: IST9030, object, field, text: IST9030.texts.accepted(String(mode)) };
          }
        }
      }
    }
  },
};
