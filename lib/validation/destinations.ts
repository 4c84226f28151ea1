import type {
  VirtualServiceSpecHttpRoute,
  VirtualServiceSpecHttpRouteDestination,
  VirtualServiceSpecTcpRoute,
  VirtualServiceSpecTlsRoute,
} from '../../imports/networking.istio.io';
import type { Problem } from './problem';
import { dnsLabel, isIpAddress, port, wildcardDomain } from './values';

type WeightedRoute = VirtualServiceSpecHttpRoute | VirtualServiceSpecTlsRoute | VirtualServiceSpecTcpRoute;

/** The destinations of one route, among which the weights divide the traffic. */
export function* validateDestinations(
  field: string,
  routes: readonly WeightedRoute[] = [],
): Iterable<Problem> {
  if (routes.length === 0) {
    yield { field, message: 'is empty, so the traffic goes nowhere; name a destination' };
  }
  for (const [i, { destination }] of routes.entries()) {
    yield* validateDestination(`${field}[${i}].destination`, destination);
  }
  yield* validateWeights(field, routes);
}

export function* validateDestination(
  field: string,
  destination: VirtualServiceSpecHttpRouteDestination,
): Iterable<Problem> {
  const { host, port: target, subset } = destination;
  if (host === '*') {
    yield { field: `${field}.host`, message: '"*" stands for every host; name one' };
  } else if (!isIpAddress(host)) {
    yield* wildcardDomain(`${field}.host`, host);
  }
  if (target?.number !== undefined) {
    yield* port(`${field}.port.number`, target.number);
  }
  if (subset !== undefined) {
    yield* dnsLabel(`${field}.subset`, subset);
  }
}

function* validateWeights(field: string, routes: readonly WeightedRoute[]): Iterable<Problem> {
  for (const [i, { weight }] of routes.entries()) {
    if (weight === undefined) {
      if (routes.length > 1) {
        const message = 'is missing, and without weight one of several destinations gets no traffic; set it';
        yield { field: `${field}[${i}].weight`, message };
      }
    } else if (!Number.isInteger(weight) || weight < 0 || weight > 2 ** 31 - 1) {
      yield { field: `${field}[${i}].weight`, message: `${weight} is no weight; use a whole number from 0` };
    } else if (weight === 0 && routes.length === 1) {
      const message = '0 is ignored on the only destination, which gets all the traffic; remove the weight';
      yield { field: `${field}[${i}].weight`, message };
    }
  }
  if (routes.length > 1 && routes.every(({ weight }) => weight === 0)) {
    yield { field, message: 'has weights that add up to 0; give at least one destination a weight above 0' };
  }
}
