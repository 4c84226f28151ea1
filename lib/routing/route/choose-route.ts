import type { HttpRequest } from '../request/request';
import type { RouteHop, RouteRef } from '../result';
import type { HttpRoute } from './build-routes';

/** The first route whose conditions all hold, and what the others before it lack. (E1) */
export interface RouteChoice {
  readonly route: HttpRoute | undefined;
  readonly passedOver: RouteHop['passedOver'];
}

/** How many conditions are told in one sentence. */
const MOST_TOLD = 3;
const NONE: RouteHop['passedOver'] = [];

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

/** Why none of the routes of a virtual host is taken. */
export function whyNoRoute(domain: string, passedOver: RouteHop['passedOver']): string {
  if (passedOver.length === 0) {
    return `host "${domain}" has no routes`;
  }
  const lacking = [...new Set(passedOver.map(({ because }) => because))];
  const rest = lacking.length - MOST_TOLD;
  const told = [...lacking.slice(0, MOST_TOLD), ...(rest > 0 ? [`${rest} more`] : [])].join(', nor ');
  return `no route of host "${domain}" matches: the request ${lacking.length > 1 ? 'meets neither' : 'does not meet'} ${told}`;
}
