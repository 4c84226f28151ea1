import type {
  Branch,
  DestinationRef,
  Endpoint,
  Hop,
  ObjectRef,
  Outcome,
  RouteRef,
  ServerRef,
  Trace,
  TreatmentHop,
} from './result';

const INDENT = '  ';
/** How many reasons of one kind are told; more of them help nobody. */
const MOST_REASONS = 10;

/** A trace as lines of text: one for each hop with its reasons below, then what the client gets. */
export function describeTrace({ hops, outcomes }: Trace): string[] {
  return [...hops.flatMap(describeHop), ...outcomes.map((outcome) => `=> ${describeOutcome(outcome)}`)];
}

/** A hop in one line, and below it, indented, what led there. */
export function describeHop(hop: Hop): string[] {
  switch (hop.hop) {
    case 'entrance': {
      const { workload, hostPort, port, service, listenerPort } = hop;
      const from = hostPort === undefined ? '' : `port ${hostPort} of this machine -> `;
      const by = service ? `${nameOf(service)} port ${port} -> ` : '';
      return [`${from}${by}${nameOf(workload)} port ${listenerPort}`];
    }
    case 'server':
      return [
        `server: ${serverName(hop.server)}, ${hop.serves} for ${hop.server.hosts.join(', ')}`,
        ...reasons(hop.shares.map((server) => `shares its routes with ${serverName(server)}`)),
        ...reasons(hop.passedOver.map(({ server, because }) => `not ${serverName(server)}: ${because}`)),
      ];
    case 'policies': {
      const by = hop.by ? ` by ${nameOf(hop.by)}` : '';
      const principal = hop.requestPrincipal ? `, token of ${hop.requestPrincipal}` : '';
      return [`policies for ${nameOf(hop.workload)}: ${hop.is}${by}${principal}`, ...reasons([hop.because])];
    }
    case 'virtual host': {
      const owners = hop.virtualServices.length > 0 ? hop.virtualServices : hop.service ? [hop.service] : [];
      return [
        `virtual host: ${hop.domain}${owners.length > 0 ? ` of ${owners.map(nameOf).join(', ')}` : ''}`,
        ...reasons(
          hop.passedOver.map(({ virtualService, because }) => `not ${nameOf(virtualService)}: ${because}`),
        ),
      ];
    }
    case 'route':
      return [
        `route: ${routeName(hop.route)}: ${hop.because}`,
        ...reasons(
          hop.passedOver.map(({ route, because }) => `not ${routeName(route)}: it is not so that ${because}`),
        ),
      ];
    case 'treatment':
      return treatments(hop);
    case 'destinations':
      return hop.branches.flatMap(describeBranch);
    case 'service':
      return [
        `service: ${nameOf(hop.service)} port ${hop.port}${hop.portName ? ` (${hop.portName})` : ''} -> target port ${hop.targetPort}`,
      ];
    case 'subset':
      return [subsetLine(hop.destinationRules, hop.subset, hop.labels)];
    case 'workloads':
      return [`endpoints: ${hop.endpoints.map(endpointName).join(', ')}`];
    case 'arrival': {
      const { peerAuthentication: peer } = hop;
      const server = peer
        ? `, where the sidecar is ${peer.mode}${peer.policy ? ` by ${nameOf(peer.policy)}` : ''}`
        : '';
      const verdict = hop.isAccepted ? '' : ', which fails';
      return [
        `${hop.transport} to ${endpointName(hop.endpoint)}${server}${verdict}`,
        ...reasons([hop.because]),
      ];
    }
    case 'stop':
      return [`stops: ${hop.because}`];
  }
}

/** What the client gets, in one line. */
export function describeOutcome(outcome: Outcome): string {
  const share = outcome.probability === 1 ? '' : `${percent(outcome.probability * 100)} `;
  return `${share}${outcomeText(outcome)}`;
}

function outcomeText(outcome: Outcome): string {
  switch (outcome.is) {
    case 'delivered': {
      const to = outcome.endpoints.map(endpointName).join(', ');
      const what = outcome.path === undefined ? '' : ` as ${outcome.authority ?? ''}${outcome.path}`;
      return `${destinationName(outcome.destination)}: ${to}${what}`;
    }
    case 'redirected':
      return `${outcome.status} to ${outcome.location}`;
    case 'responded':
      return `${outcome.status}${outcome.grpcStatus ? ` (gRPC ${outcome.grpcStatus})` : ''} by ${outcome.by}`;
    case 'denied':
      return `${outcome.status ?? 'connection closed'} at ${nameOf(outcome.at)}: ${outcome.because}`;
    case 'failed':
      return `${outcome.status}${outcome.flag ? ` ${outcome.flag}` : ''}: ${outcome.because}`;
    case 'refused':
      return `connection refused: ${outcome.because}`;
    case 'closed':
      return `connection closed: ${outcome.because}`;
    case 'passed through':
      return `passed through to ${outcome.host}:${outcome.port}`;
    case 'unmodelled':
      return `not modelled${outcome.object ? `, because of ${nameOf(outcome.object)}` : ''}: ${outcome.because}`;
  }
}

function describeBranch({ destination, share, hops }: Branch): string[] {
  return [
    `destination: ${share === 1 ? '' : `${percent(share * 100)} `}${destinationName(destination)}`,
    ...hops.flatMap(describeHop).map((line) => `${INDENT}${line}`),
  ];
}

function treatments(hop: TreatmentHop): string[] {
  const { redirect, directResponse, rewrite, timeout, retries, delay, abort, mirrors = [] } = hop;
  const headers = (of: string, operations: TreatmentHop['requestHeaders'] = []) =>
    operations.map(
      ({ do: what, name, value }) => `${what} ${of} header ${name}${value === undefined ? '' : `: ${value}`}`,
    );
  const perTry = retries?.perTryTimeout ? `, ${retries.perTryTimeout} each` : '';
  return [
    ...(delay ? [`delay: ${delay.duration} for ${percent(delay.percentage)}`] : []),
    ...(abort ? [`abort: ${abort.status} for ${percent(abort.percentage)}`] : []),
    ...(redirect ? [`redirect: ${redirect.status} to ${redirect.location}`] : []),
    ...(directResponse ? [`direct response: ${directResponse.status}`] : []),
    ...(rewrite
      ? [`rewrite: ${[rewrite.authority, rewrite.path].filter((one) => one !== undefined).join(' ')}`]
      : []),
    ...headers('request', hop.requestHeaders),
    ...headers('response', hop.responseHeaders),
    ...(timeout ? [`timeout: ${timeout}`] : []),
    ...(retries ? [`retries: ${retries.attempts} on ${retries.retryOn}${perTry}`] : []),
    ...mirrors.map(
      ({ destination, percentage }) => `mirror: ${percent(percentage)} to ${destinationName(destination)}`,
    ),
  ];
}

function subsetLine(
  rules: readonly ObjectRef[],
  subset: string | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): string {
  const by = rules.length > 0 ? rules.map(nameOf).join(' and ') : 'no DestinationRule';
  if (subset === undefined) {
    return `traffic policy: ${by}`;
  }
  const selected = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return `subset: ${subset} of ${by}${selected.length > 0 ? `, ${selected.join(',')}` : ''}`;
}

function reasons(lines: readonly string[]): string[] {
  const told = lines.slice(0, MOST_REASONS).map((line) => `${INDENT}${line}`);
  const rest = lines.length - told.length;
  return rest > 0 ? [...told, `${INDENT}and ${rest} more`] : told;
}

function nameOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace}/${name}`;
}

function serverName({ gateway, index, port, protocol }: ServerRef): string {
  return `${nameOf(gateway)} servers[${index}] (${port} ${protocol})`;
}

function routeName({
  virtualService,
  delegate,
  protocol,
  index,
  delegateIndex,
  match,
  name,
}: RouteRef): string {
  const owner = virtualService ? `${nameOf(virtualService)} ` : '';
  const place = `${protocol}[${index}]`;
  const by = delegate ? ` -> ${nameOf(delegate)} http[${delegateIndex}]` : '';
  return `${owner}${place}${by}${match === undefined ? '' : ` match[${match}]`}${name ? ` "${name}"` : ''}`;
}

function destinationName({ host, port, subset }: DestinationRef): string {
  return `${host}${port === undefined ? '' : `:${port}`}${subset ? ` subset ${subset}` : ''}`;
}

function endpointName({ workload, address, port, hasSidecar }: Endpoint): string {
  const name = workload ? nameOf(workload) : (address ?? 'an address');
  return `${name}:${port}${hasSidecar ? '' : ' (no sidecar)'}`;
}

function percent(value: number): string {
  return `${Number(value.toFixed(4))}%`;
}
