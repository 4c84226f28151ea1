import type {
  DestinationRef,
  Endpoint,
  HeaderOperation,
  ObjectRef,
  Retries,
  RouteRef,
  ServerRef,
  TreatmentHop,
} from '../result';

/** What a proxy does to a request, with a line for each measure. */
export function treatments(hop: TreatmentHop): string[] {
  const { redirect, directResponse, rewrite, timeout, retries, delay, abort, mirrors = [] } = hop;
  return [
    ...(delay ? [`delay: ${delay.duration} for ${percent(delay.percentage)}`] : []),
    ...(abort ? [`abort: ${abort.status} for ${percent(abort.percentage)}`] : []),
    ...(redirect ? [`redirect: ${redirect.status} to ${redirect.location}`] : []),
    ...(directResponse ? [`direct response: ${directResponse.status}`] : []),
    ...(rewrite
      ? [`rewrite: ${[rewrite.authority, rewrite.path].filter((part) => part !== undefined).join(' ')}`]
      : []),
    ...headerTexts('request', hop.requestHeaders),
    ...headerTexts('response', hop.responseHeaders),
    ...(timeout ? [`timeout: ${timeout}`] : []),
    ...(retries ? [`retries: ${retriesText(retries)}`] : []),
    ...mirrors.map(
      ({ destination, percentage }) => `mirror: ${percent(percentage)} to ${destinationName(destination)}`,
    ),
  ];
}

/** Operations on headers, a text for each. */
export function headerTexts(
  of: 'request' | 'response',
  operations: readonly HeaderOperation[] = [],
): string[] {
  return operations.map(
    ({ do: what, name, value }) => `${what} ${of} header ${name}${value === undefined ? '' : `: ${value}`}`,
  );
}

export function retriesText(retries: Retries): string {
  const { attempts, retryOn, perTryTimeout, backoff, inOtherLocalities, onSameEndpoints } = retries;
  return [
    `${attempts} on ${retryOn}`,
    ...(perTryTimeout ? [`${perTryTimeout} each`] : []),
    ...(backoff ? [`at least ${backoff} apart`] : []),
    ...(inOtherLocalities ? ['in other localities as well'] : []),
    ...(onSameEndpoints ? ['also on endpoints that have failed'] : []),
  ].join(', ');
}

export function nameOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}

export function serverName({ gateway, index, port, protocol }: ServerRef): string {
  return `${nameOf(gateway)} servers[${index}] (${port} ${protocol})`;
}

export function routeName(route: RouteRef): string {
  const { virtualService, delegate, protocol, index, delegateIndex, match, name } = route;
  const owner = virtualService ? `${nameOf(virtualService)} ` : '';
  const place = `${protocol}[${index}]`;
  const by = delegate ? ` -> ${nameOf(delegate)} http[${delegateIndex}]` : '';
  return `${owner}${place}${by}${match === undefined ? '' : ` match[${match}]`}${name ? ` "${name}"` : ''}`;
}

export function destinationName({ host, port, subset }: DestinationRef): string {
  return `${host}${port === undefined ? '' : `:${port}`}${subset ? ` subset ${subset}` : ''}`;
}

export function endpointName({ workload, address, port, isUnknown }: Endpoint): string {
  if (isUnknown) {
    return `pods that are not shown:${port}`;
  }
  return `${workload ? nameOf(workload) : (address ?? 'an address')}:${port}`;
}

export function percent(value: number): string {
  return `${Number(value.toFixed(4))}%`;
}
