import type { MessageType } from '../../../catalogue/message-type';
import { listed, shown } from '../../../catalogue/words';
import type { MeshIndex } from '../../../istiod/mesh-index';
import { isAttached } from '../../../istiod/policies/policy';
import { policyWorkloads, requestAuthenticationsFor } from '../../../istiod/policies/policy-scope';
import { fieldEntries, fieldsOf, objectsIn, textEntries, textOrEmpty } from '../../../manifests/fields';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../../manifests/kinds';
import type { FieldPath, Manifest } from '../../../manifests/manifest';
import type { Rule } from '../../rule';

export const IST9242 = {
  code: 'IST9242',
  name: 'IssuerNeverVerified',
  level: 'Warning',
  summary:
    'An AuthorizationPolicy asks for tokens of an issuer that no RequestAuthentication for its workloads has.',
  texts: {
    issuer: (value: string, issuer: string, effect: string, known: readonly string[]) =>
      `${shown(value)} is for tokens of issuer ${shown(issuer)}, and the RequestAuthentications for the workloads of this policy verify only those of ${listed(known)}, so this ${effect}; write ${shown(`${known[0]}/*`)}, or add the issuer to a RequestAuthentication`,
  },
} as const satisfies MessageType;

/** A token of another issuer than those of the RequestAuthentications is refused, so no request has its principal. (H2, H7) */
export const unverifiedIssuers: Rule = {
  name: 'unverified-issuers',
  reports: [IST9242],
  *check(index) {
    for (const object of index.all(AUTHORIZATION_POLICY)) {
      const named = isAttached(object) ? [] : [...namedIssuers(object)];
      const known = named.length > 0 ? issuersFor(index, object) : undefined;
      for (const { field, value, issuer, effect } of known ? named : []) {
        const fits = (one: string) => (value.includes('/') ? one === issuer : one.startsWith(issuer));
        if (known && !known.some(fits)) {
          yield { type: IST9242, object, field, text: IST9242.texts.issuer(value, issuer, effect, known) };
        }
      }
    }
  },
};

interface NamedIssuer {
  readonly field: FieldPath;
  readonly value: string;
  /** The issuer, or the beginning of its name. */
  readonly issuer: string;
  readonly effect: string;
}

function* namedIssuers({ spec }: Manifest): Iterable<NamedIssuer> {
  const { action, rules } = fieldsOf(spec);
  const isDeny = action === 'DENY';
  if (!isDeny && !['', 'ALLOW'].includes(textOrEmpty(action))) {
    return;
  }
  const list = isDeny ? 'notRequestPrincipals' : 'requestPrincipals';
  const effect = isDeny ? 'always matches' : 'never matches';
  for (const [i, { from }] of fieldEntries(rules)) {
    for (const [j, { source }] of fieldEntries(from)) {
      for (const [k, value] of textEntries(fieldsOf(source)[list])) {
        const issuer = issuerOf(value);
        if (issuer !== undefined) {
          yield { field: ['spec', 'rules', i, 'from', j, 'source', list, k], value, issuer, effect };
        }
      }
    }
  }
}

/** The issuer of a principal `ISSUER/SUBJECT`; undefined where any may be meant. (H7) */
function issuerOf(value: string): string | undefined {
  if (value.startsWith('*')) {
    return undefined;
  }
  const slash = value.lastIndexOf('/');
  return slash >= 0 ? value.slice(0, slash) : value.endsWith('*') ? value.slice(0, -1) : undefined;
}

/** The issuers whose tokens are verified for a policy's workloads; undefined where they are not known, or any issuer is. */
function issuersFor(index: MeshIndex, policy: Manifest): readonly string[] | undefined {
  const authentications = index.view(requestAuthenticationsFor);
  const found = index
    .view(policyWorkloads)(policy)
    .flatMap((workload) => authentications.of(workload));
  const issuers = found.flatMap(({ namespace, name }) =>
    objectsIn(fieldsOf(index.get(REQUEST_AUTHENTICATION, namespace, name)?.spec).jwtRules).map(({ issuer }) =>
      textOrEmpty(issuer),
    ),
  );
  const isKnown = issuers.length > 0 && !issuers.includes('') && !found.some((one) => one.isAttached);
  return isKnown ? [...new Set(issuers)] : undefined;
}
