import type { HttpRequest } from '../request/request';
import type { RouteHop, RouteRef } from '../result';
import type { HttpRoute } from './build-routes';

/** The first route whose conditions the request meets, and a condition of each route before it that is not met. (E1) */
export interface RouteChoice {
  /** Undefined if the request meets the conditions of none. */
  readonly route: HttpRoute | undefined;
  readonly passedOver: RouteHop['passedOver'];
}

/** A sentence with more conditions than these would be hard to read. */
const MOST_CONDITIONS = 3;
const NONE: RouteHop['passedOver'] = [];

/** The route that a request takes, among those of a virtual host. */
export function chooseRoute(routes: readonly HttpRoute[], request: HttpRequest): RouteChoice {
  let passedOver: { route: RouteRef; because: string }[] | undefined;
  for (const route of routes) {
    const failed = route.match.conditions.find((condition) => !condition.holds(request));
    if (!failed) {
      return { route, passedOver: passedOver ?? NONE };
    }
    passedOver ??= [];
    passedOver.push({ route: route.ref, because: failed.text });
  }
  return { route: undefined, passedOver: passedOver ?? NONE };
}

/** Why a request takes no route of a virtual host. */
export function whyNoRoute(domain: string, passedOver: RouteHop['passedOver']): string {
  const conditions = [...new Set(passedOver.map(({ because }) => because))];
  const [only, second] = conditions;
  if (only === undefined) {
    return `host "${domain}" has no routes`;
  }
  if (second === undefined) {
    return `no route of host "${domain}" matches: the request does not meet ${only}`;
  }
  const rest = conditions.length - MOST_CONDITIONS;
  const named = conditions.slice(0, MOST_CONDITIONS).join(', ');
  return `no route of host "${domain}" matches: the request meets none of ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}
