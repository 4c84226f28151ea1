import { type Authority, IST0128, IST0129 } from '../../../catalogue/istio-traffic-codes';
import { type Fields, fieldEntries, fieldsOf, textOrEmpty } from '../../../manifests/fields';
import { DESTINATION_RULE } from '../../../manifests/kinds';
import type { Rule } from '../../rule';

const SECRET_FIELDS = ['caCertCredentialName', 'credentialName'] as const;

/** A client that originates TLS trusts every authority of its system unless the DestinationRule names one. (G11) */
export const caCertificates: Rule = {
  name: 'ca-certificates',
  reports: [IST0128, IST0129],
  *check(index) {
    for (const object of index.written(DESTINATION_RULE)) {
      const spec = fieldsOf(object.spec);
      const policy = fieldsOf(spec.trafficPolicy);
      const host = textOrEmpty(spec.host);
      const mode = modeWithoutAuthority(policy, spec);
      if (mode) {
        const text = IST0128.texts.missing(mode, host, authorityOf(policy));
        yield { type: IST0128, object, field: ['spec', 'trafficPolicy', 'tls', 'mode'], text };
      }
      for (const [i, port] of fieldEntries(policy.portLevelSettings)) {
        const portMode = modeWithoutAuthority(port, spec);
        if (portMode) {
          const field = ['spec', 'trafficPolicy', 'portLevelSettings', i, 'tls', 'mode'];
          const text = IST0129.texts.missing(portMode, host, numberOf(port), authorityOf(port));
          yield { type: IST0129, object, field, text };
        }
      }
    }
  },
};

/** The TLS mode, if it needs an authority and the policy names none. */
function modeWithoutAuthority(policy: Fields, { workloadSelector }: Fields): string | undefined {
  const { mode, caCertificates } = fieldsOf(policy.tls);
  const needsAuthority = mode === 'SIMPLE' || mode === 'MUTUAL';
  // A sidecar reads a Secret only for a rule that selects its own workload.
  const isInSecret = authorityOf(policy).secretField !== undefined && Boolean(workloadSelector);
  return needsAuthority && !caCertificates && !isInSecret ? mode : undefined;
}

function authorityOf({ tls }: Fields): Authority {
  const { insecureSkipVerify, ...rest } = fieldsOf(tls);
  const secretField = SECRET_FIELDS.find((name) => Boolean(rest[name]));
  return { isVerified: insecureSkipVerify !== true, secretField };
}

function numberOf({ port }: Fields): number | undefined {
  const { number } = fieldsOf(port);
  return typeof number === 'number' ? number : undefined;
}
