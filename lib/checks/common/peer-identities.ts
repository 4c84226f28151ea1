import { fieldEntries, fieldsOf, textEntries } from '../../manifests/fields';
import type { FieldPath, Manifest } from '../../manifests/manifest';

/** What a policy asks of the identity of a client. Each part is as it is written; undefined where nothing is asked of it. */
export interface PeerIdentity {
  readonly field: FieldPath;
  readonly written: string;
  readonly trustDomain: string | undefined;
  /** May have a `*`. */
  readonly namespace: string | undefined;
  /** May have a `*`. */
  readonly account: string | undefined;
  /** Whether the policy asks for clients of any other identity. */
  readonly isNegated: boolean;
}

type Parts = Partial<Pick<PeerIdentity, 'trustDomain' | 'namespace' | 'account'>>;
type Reader = (value: string, policyNamespace: string) => Parts;

const READERS: Readonly<Record<string, Reader>> = {
  principal: (value) => {
    const [, trustDomain, namespace, account] = /^([^/]+)\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(value) ?? [];
    return { trustDomain, namespace, account };
  },
  namespace: (namespace) => ({ namespace }),
  serviceAccount: (value, own) => {
    const [first = '', second] = value.split('/', 2);
    return second === undefined ? { namespace: own, account: first } : { namespace: first, account: second };
  },
  trustDomain: (trustDomain) => ({ trustDomain }),
};

/** The identities that an AuthorizationPolicy names, in `from` and in `when`. (H7) */
export function* peerIdentities({ spec, namespace }: Manifest): Iterable<PeerIdentity> {
  for (const [i, { from, when }] of fieldEntries(fieldsOf(spec).rules)) {
    for (const [j, { source }] of fieldEntries(from)) {
      const field = ['spec', 'rules', i, 'from', j, 'source'];
      const fields = fieldsOf(source);
      for (const [word, read] of Object.entries(READERS)) {
        const negated = `not${word[0]?.toUpperCase()}${word.slice(1)}s`;
        yield* identitiesIn(fields[`${word}s`], [...field, `${word}s`], false, (value) =>
          read(value, namespace),
        );
        yield* identitiesIn(fields[negated], [...field, negated], true, (value) => read(value, namespace));
      }
    }
    for (const [j, { key, values, notValues }] of fieldEntries(when)) {
      const read = READERS[`${key}`.replace(/^source\./, '')];
      const field = ['spec', 'rules', i, 'when', j];
      if (read && `${key}`.startsWith('source.')) {
        yield* identitiesIn(values, [...field, 'values'], false, (value) => read(value, namespace));
        yield* identitiesIn(notValues, [...field, 'notValues'], true, (value) => read(value, namespace));
      }
    }
  }
}

function* identitiesIn(
  list: unknown,
  field: FieldPath,
  isNegated: boolean,
  read: (value: string) => Parts,
): Iterable<PeerIdentity> {
  for (const [place, written] of textEntries(list)) {
    const { trustDomain, namespace, account } = read(written);
    yield { field: [...field, place], written, trustDomain, namespace, account, isNegated };
  }
}
