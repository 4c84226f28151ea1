import type {
  VirtualServiceSpecHttpRoute,
  VirtualServiceSpecHttpRouteDestination,
  VirtualServiceSpecTcpRoute,
  VirtualServiceSpecTlsRoute,
} from '../../../imports/networking.istio.io';
import type { FieldPath } from '../../manifests/manifest';
import { type Problem, withType } from '../problem';
import { IGNORED_FIELD, NO_EFFECT, NO_TRAFFIC, REFUSED, UNUSABLE_VALUE } from '../problem-types';
import { dnsLabelProblems, hostProblems, portProblems } from '../values/values';

const MAX_WEIGHT_SUM = 2 ** 32 - 1;

type WeightedRoute = VirtualServiceSpecHttpRoute | VirtualServiceSpecTlsRoute | VirtualServiceSpecTcpRoute;

/** The destinations of one route, among which the weights divide the traffic. */
export function* validateDestinations(
  field: FieldPath,
  routes: readonly WeightedRoute[] = [],
): Iterable<Problem> {
  if (routes.length === 0) {
    yield { field, message: 'is empty, so the traffic goes nowhere; name a destination' };
  }
  for (const [i, { destination }] of routes.entries()) {
    if (destination) {
      yield* validateDestination([...field, i, 'destination'], destination);
    } else {
      yield { field: [...field, i, 'destination'], message: 'is missing; name the host to send to' };
    }
  }
  yield* validateWeights(field, routes);
}

export function* validateDestination(
  field: FieldPath,
  destination: VirtualServiceSpecHttpRouteDestination,
): Iterable<Problem> {
  const { host = '', port: target, subset } = destination;
  if (host === '*') {
    yield { field: [...field, 'host'], message: '"*" stands for every host; name one' };
  } else {
    yield* hostProblems([...field, 'host'], host);
  }
  if (target) {
    yield* portProblems([...field, 'port', 'number'], target.number ?? 0);
  }
  if (subset !== undefined) {
    // As protocol buffers have it, the empty text is none.
    yield* withType(subset === '' ? NO_EFFECT : REFUSED, dnsLabelProblems([...field, 'subset'], subset));
  }
}

function* validateWeights(field: FieldPath, routes: readonly WeightedRoute[]): Iterable<Problem> {
  const sum = routes.reduce((total, { weight = 0 }) => total + weight, 0);
  if (routes.length > 1 && sum === 0) {
    yield { field, message: 'has weights that add up to 0; give at least one destination a weight above 0' };
  }
  for (const [i, { weight }] of routes.entries()) {
    const at = [...field, i, 'weight'];
    if (weight === undefined) {
      if (routes.length > 1 && sum !== 0) {
        const message = 'is missing, and without weight one of several destinations gets no traffic; set it';
        yield { field: at, message, type: NO_TRAFFIC };
      }
    } else if (!Number.isInteger(weight) || weight < 0 || weight > 2 ** 31 - 1) {
      yield { field: at, message: `${weight} is no weight; use a whole number from 0` };
    } else if (weight === 0 && routes.length === 1) {
      const message = '0 is ignored on the only destination, which gets all the traffic; remove the weight';
      yield { field: at, message, type: IGNORED_FIELD };
    }
  }
  if (sum > MAX_WEIGHT_SUM) {
    const message = `has weights that add up to ${sum}; Envoy takes ${MAX_WEIGHT_SUM}`;
    yield { field, message, type: UNUSABLE_VALUE };
  }
}
