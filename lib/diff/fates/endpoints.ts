import type { DestinationRef, Endpoint, Outcome } from '../../routing';
import { percent } from '../../routing/words/describe-parts';

/** The endpoints that get requests, with the share of all requests that each of them gets. */
export function destinationsOf(outcome: Outcome): [name: string, share: number][] {
  if (outcome.is === 'delivered') {
    const { endpoints, destination, probability } = outcome;
    const total = endpoints.reduce((sum, { share }) => sum + share, 0) || 1;
    return endpoints.map((endpoint) => [
      endpointText(endpoint, hostAndPort(destination)),
      (probability * endpoint.share) / total,
    ]);
  }
  if (outcome.is === 'passed through') {
    const { endpoints = [], host, port, probability } = outcome;
    return endpoints.length === 0
      ? [[`${host}:${port}`, probability]]
      : endpoints.map((endpoint) => [
          endpointText(endpoint, `${host}:${port}`),
          probability * endpoint.share,
        ]);
  }
  return [];
}

/** `90% Deployment shop/cart:8080`, for each endpoint. */
export function weightsOf(outcomes: readonly Outcome[]): string[] {
  const shares = new Map<string, number>();
  for (const [name, share] of outcomes.flatMap(destinationsOf)) {
    shares.set(name, (shares.get(name) ?? 0) + share);
  }
  return [...shares].map(([name, share]) => `${percent(share * 100)} ${name}`);
}

/** Endpoints by their workload or address, as the names of Services do not count. */
export function endpointText({ workload, address, port }: Endpoint, destination: string): string {
  if (workload) {
    return `${workload.kind} ${workload.namespace}/${workload.name}:${port}`;
  }
  return address === undefined ? `pods of ${destination}` : `${address}:${port}`;
}

export function hostAndPort({ host, port }: DestinationRef): string {
  return port === undefined ? host : `${host}:${port}`;
}
