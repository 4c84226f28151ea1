import { type Fields, fieldsOf, numberOf, objectsIn, optionalFields } from '../../manifests/fields';
import { VIRTUAL_SERVICE } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import { claimPath } from './claim-path';

/** The fields of a StringMatch, of which a condition has one. */
interface StringMatch {
  readonly exact?: unknown;
  readonly prefix?: unknown;
  readonly regex?: unknown;
}

/** The statuses with which Envoy redirects. (F3) */
export const REDIRECT_CODES: readonly number[] = [301, 302, 303, 307, 308];

/** Whether Envoy can answer with a status. */
export function isFinalStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}

/** Whether a condition on a claim asks for no value; admission takes `*` for none. (E9) */
export function lacksClaimValue({ exact, prefix, regex }: StringMatch): boolean {
  return exact === undefined && prefix === undefined && (regex === undefined || regex === '*');
}

/**
 * Why Envoy refuses every route table with a route, although istiod's webhook admits it; undefined where Envoy takes it.
 * (W11)
 *
 * @param match the match of the route; undefined for a route without matches
 */
export function whyRefusedByEnvoy(route: Fields, match: Fields | undefined): string | undefined {
  const redirect = optionalFields(route.redirect);
  const code = numberOf(redirect?.redirectCode) || 301;
  if (redirect && !REDIRECT_CODES.includes(code)) {
    return `Envoy has no redirectCode ${code}`;
  }
  const response = redirect ? undefined : optionalFields(route.directResponse);
  const status = numberOf(response?.status) ?? 0;
  if (response && !isFinalStatus(status)) {
    return `directResponse.status ${status} is not from 200 to 599`;
  }
  const aborted = numberOf(fieldsOf(fieldsOf(route.fault).abort).httpStatus);
  if (aborted !== undefined && !isFinalStatus(aborted)) {
    return `fault.abort.httpStatus ${aborted} is not from 200 to 599`;
  }
  const claim = match && claimWithoutValue(match);
  return claim === undefined ? undefined : `the condition on "${claim}" asks for no value`;
}

function claimWithoutValue({ headers, withoutHeaders }: Fields): string | undefined {
  for (const map of [headers, withoutHeaders]) {
    for (const [name, condition] of Object.entries(fieldsOf(map))) {
      if (name.startsWith('@') && claimPath(name) && lacksClaimValue(fieldsOf(condition))) {
        return name;
      }
    }
  }
  return undefined;
}

/** Whether Envoy refuses a route of any VirtualService; ask for it by `index.view(hasRefusedRoutes)`. (W11) */
export function hasRefusedRoutes(index: MeshIndex): boolean {
  return index.all(VIRTUAL_SERVICE).some(({ spec }) =>
    objectsIn(fieldsOf(spec).http).some((route) => {
      const matches = objectsIn(route.match);
      return matches.length === 0
        ? whyRefusedByEnvoy(route, undefined) !== undefined
        : matches.some((match) => whyRefusedByEnvoy(route, match) !== undefined);
    }),
  );
}
