import type {
  VirtualServiceSpecHttpRoute,
  VirtualServiceSpecHttpRouteDestination,
  VirtualServiceSpecTcpRoute,
  VirtualServiceSpecTlsRoute,
} from '../../../imports/networking.istio.io';
import { fullHost } from '../../istiod/hosts/service-host';
import { fieldText } from '../../manifests/field-path';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import {
  IGNORED_FIELD,
  NO_EFFECT,
  NO_TRAFFIC,
  REFUSED,
  REPEATED_DESTINATION,
  UNUSABLE_VALUE,
} from '../problem-types';
import { hostProblems, isWildcardDomain } from '../values/host-names';
import { repetitions } from '../values/list-problems';
import { dnsLabelProblems, isDnsLabel } from '../values/names';
import { isSignedCount } from '../values/numbers';
import { portProblems } from '../values/ports-and-subnets';

/** Envoy adds the weights up in 32 bits. */
const MAX_WEIGHT_SUM = 2 ** 32 - 1;

type WeightedRoute = VirtualServiceSpecHttpRoute | VirtualServiceSpecTlsRoute | VirtualServiceSpecTcpRoute;

/** The destinations of one route, among which the weights divide the traffic. */
export function* validateDestinations(
  field: FieldPath,
  routes: readonly WeightedRoute[] = [],
  namespace?: string,
): Iterable<Problem> {
  if (routes.length === 0) {
    yield { field, message: 'is empty, so the traffic has no destination; add one' };
  }
  for (const [i, { destination }] of routes.entries()) {
    const at = [...field, i, 'destination'];
    if (destination) {
      yield* validateDestination(at, destination);
    } else {
      yield { field: at, message: 'is missing; add the host to send to' };
    }
  }
  yield* validateWeights(field, routes);
  if (routes.length > 1) {
    yield* repeatedDestinations(field, routes, namespace);
  }
}

/** Destinations that differ in their headers only are told apart by these. */
function* repeatedDestinations(
  field: FieldPath,
  routes: readonly WeightedRoute[],
  namespace: string | undefined,
): Iterable<Problem> {
  const keys = routes.map(({ destination, ...route }, i) => {
    const { host, port, subset } = destination ?? {};
    const headers = 'headers' in route ? route.headers : undefined;
    const name = host === undefined || namespace === undefined ? host : fullHost(host, namespace);
    return name === undefined ? i : JSON.stringify([name, port?.number, subset ?? '', headers]);
  });
  for (const { at, first } of repetitions(keys)) {
    const message = `is the same as ${fieldText([...field, first, 'destination'])}, which gets the traffic of both; name another destination, or add the weights up in one of them`;
    yield { field: [...field, at, 'destination'], message, type: REPEATED_DESTINATION };
  }
}

export function* validateDestination(
  field: FieldPath,
  { host = '', port, subset }: VirtualServiceSpecHttpRouteDestination,
): Iterable<Problem> {
  if (host === '*') {
    yield { field: [...field, 'host'], message: '"*" means every host; name one host' };
  } else if (!isWildcardDomain(host)) {
    yield* hostProblems([...field, 'host'], host);
  }
  if (port) {
    yield* portProblems([...field, 'port', 'number'], port.number ?? 0);
  }
  if (subset !== undefined && !isDnsLabel(subset)) {
    // In protocol buffers, an empty text is the same as none.
    yield* withType(subset === '' ? NO_EFFECT : REFUSED, dnsLabelProblems([...field, 'subset'], subset));
  }
}

function* validateWeights(field: FieldPath, routes: readonly WeightedRoute[]): Iterable<Problem> {
  const sum = routes.reduce((total, { weight = 0 }) => total + weight, 0);
  if (routes.length > 1 && sum === 0) {
    const message = 'has weights that add up to 0; give at least one destination a weight above 0';
    yield { field, message };
  }
  for (const [i, { weight }] of routes.entries()) {
    if (weight === undefined) {
      if (routes.length > 1 && sum !== 0) {
        const message = 'is missing, so this destination gets no traffic; set the weight';
        yield { field: [...field, i, 'weight'], message, type: NO_TRAFFIC };
      }
    } else if (!isSignedCount(weight)) {
      yield {
        field: [...field, i, 'weight'],
        message: `${weight} is not a weight; use a whole number from 0`,
      };
    } else if (weight === 0 && routes.length === 1) {
      const message = '0 is ignored, because the only destination gets all the traffic; remove the weight';
      yield { field: [...field, i, 'weight'], message, type: IGNORED_FIELD };
    }
  }
  if (sum > MAX_WEIGHT_SUM) {
    const message = `has weights that add up to ${sum}; Envoy allows at most ${MAX_WEIGHT_SUM}`;
    yield { field, message, type: UNUSABLE_VALUE };
  }
}
