import { type Clause, partOf, type Requirement } from '../requests/clause';
import type { Readings } from '../requests/clauses';

/** The value that has been chosen for a part of requests. */
interface ChosenValue {
  /** The keys of the sets that the value is in; undefined if the requests do not have the part. */
  readonly value: ReadonlySet<string> | undefined;
  readonly readings: Readings;
}

/** Headers that proxies set, change or take away themselves. (W15) */
const OF_PROXIES =
  /^(?:x-envoy-|x-forwarded-|x-request-id$|connection$|te$|upgrade$|keep-alive$|proxy-connection$|transfer-encoding$)/;

/** Whether a value keeps a clause from being met, so that nothing else that the clause reads matters. */
export function isRefuted(clause: Clause, part: Requirement, { value, readings }: ChosenValue): boolean {
  const { changedParts, headersOfTokens } = readings;
  const isSeenChanged =
    headersOfTokens.has(partOf(part)) || (!clause.isOfSender && changedParts.has(partOf(part)));
  const isOfProxies = part.field === 'header' && OF_PROXIES.test(part.name);
  if (isSeenChanged || isOfProxies || part.field === 'client address') {
    return false;
  }
  return clause.requirements.some(
    (requirement) => partOf(requirement) === partOf(part) && !mayBeMet(requirement, value),
  );
}

function mayBeMet({ atoms, wants }: Requirement, value: ReadonlySet<string> | undefined): boolean {
  switch (wants) {
    case 'one':
      return value !== undefined && (atoms.length === 0 || atoms.some(({ key }) => value.has(key)));
    case 'none':
      return value === undefined || (atoms.length > 0 && !atoms.some(({ key }) => value.has(key)));
    case 'any':
      return true;
  }
}
