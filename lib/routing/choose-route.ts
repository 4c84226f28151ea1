import type { HttpRoute } from './build-routes';
import type { HttpRequest } from './request';
import type { RouteHop, RouteRef } from './result';

/** The first route whose conditions all hold, and what the others before it lack. (E1) */
export interface RouteChoice {
  readonly route: HttpRoute | undefined;
  readonly passedOver: RouteHop['passedOver'];
}

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
