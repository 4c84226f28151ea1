import type {
  ArrivalHop,
  Branch,
  Delivered,
  EntranceHop,
  Hop,
  Outcome,
  PassedThrough,
  ResponseFlag,
  RouteHop,
  ServerHop,
  Settings,
  StopHop,
  SubsetHop,
  Trace,
  VirtualHostHop,
} from '../result';
import { settingsText } from '../settings';
import {
  destinationName,
  endpointName,
  headerTexts,
  nameOf,
  percent,
  routeName,
  serverName,
  treatments,
} from './describe-parts';

const INDENT = '  ';
/** A longer list of reasons would hide the rest of the trace. */
const MOST_REASONS = 10;

const FLAGS: Readonly<Record<ResponseFlag, string>> = {
  NR: 'no route',
  NC: 'no cluster',
  UH: 'no healthy upstream',
  UF: 'upstream connection failure',
  UC: 'upstream connection termination',
  UPE: 'upstream protocol error',
};

const ACCEPTS = {
  STRICT: 'accepts only mutual TLS (STRICT)',
  PERMISSIVE: 'accepts mutual TLS and plaintext (PERMISSIVE)',
  DISABLE: 'accepts only plaintext (DISABLE)',
} as const;

/** A trace as lines of text: a line for each hop with its reasons below, then what the client gets. */
export function describeTrace({ hops, outcomes, nearMisses = [] }: Trace): string[] {
  // The outcome repeats why the way stops.
  const lines = hops.flatMap((hop) => (hop.hop === 'stop' ? notTaken(hop) : describeHop(hop)));
  const almost = nearMisses.map(({ object, because }) => `almost: ${nameOf(object)} ${because}`);
  return [...lines, ...almost, ...outcomes.map((outcome) => `=> ${describeOutcome(outcome)}`)];
}

/** A hop as a line of text, with its reasons indented below. */
export function describeHop(hop: Hop): string[] {
  switch (hop.hop) {
    case 'entrance':
      return entrance(hop);
    case 'server':
      return [
        `server: ${serverName(hop.server)}, ${hop.serves} for ${hop.server.hosts.join(', ')}`,
        ...settings('TLS', hop.tls, IDENTITIES),
        ...reasons(
          hop.shares.map(
            (other) => `shares its routes with ${serverName(other)}, for ${other.hosts.join(', ')}`,
          ),
        ),
        ...serversPassedOver(hop.passedOver),
      ];
    case 'policies': {
      const by = hop.by ? ` by ${nameOf(hop.by)}` : '';
      const principal = hop.requestPrincipal ? `, token of ${hop.requestPrincipal}` : '';
      return [
        `policies for ${nameOf(hop.workload)}: ${hop.is}${by}${principal}`,
        ...reasons([hop.because, ...headerTexts('request', hop.requestHeaders)]),
      ];
    }
    case 'virtual host':
      return virtualHost(hop);
    case 'route':
      return [`route: ${routeName(hop.route)}: ${hop.because}`, ...routesPassedOver(hop.passedOver)];
    case 'treatment':
      return treatments(hop).map(indented);
    case 'pass-through':
      return [`passes through: ${hop.because}`];
    case 'destinations':
      return hop.branches.flatMap(branch);
    case 'service': {
      const name = hop.portName ? ` (${hop.portName})` : '';
      return [`service: ${nameOf(hop.service)} port ${hop.port}${name} -> target port ${hop.targetPort}`];
    }
    case 'subset':
      return [subset(hop), ...settings('settings', hop.settings)];
    case 'workloads': {
      const shared = hop.endpoints.map(
        (endpoint) => `${percent(endpoint.share * 100)} ${endpointName(endpoint)}`,
      );
      // The arrival hop describes a single endpoint.
      return shared.length > 1 ? [`endpoints: ${shared.join(', ')}`] : [];
    }
    case 'arrival':
      return arrival(hop);
    case 'stop':
      return [
        `stops: ${hop.because}`,
        ...serversPassedOver(hop.servers ?? []),
        ...routesPassedOver(hop.routes ?? []),
      ];
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
      const to = outcome.endpoints.map(endpointName).join(' or ');
      return `to ${to} (${destinationName(outcome.destination)})${whatArrives(outcome)}`;
    }
    case 'redirected':
      return `${outcome.status} redirect to ${outcome.location}`;
    case 'responded': {
      const grpc = grpcText(outcome);
      const body = outcome.body === undefined ? '' : ` ${JSON.stringify(outcome.body)}`;
      const to = outcome.location === undefined ? '' : ` to ${outcome.location}`;
      return `${outcome.status}${grpc}${body} (${outcome.by}${to})`;
    }
    case 'denied': {
      const by = outcome.policy ? ` by ${nameOf(outcome.policy)}` : '';
      return `${outcome.status ?? 'connection closed'}${grpcText(outcome)}${by} at ${nameOf(outcome.at)}: ${outcome.because}`;
    }
    case 'failed': {
      const grpc = grpcText(outcome);
      const flag = outcome.flag ? `${grpc && ','} ${outcome.flag} (${FLAGS[outcome.flag]})` : '';
      return `${outcome.status}${grpc}${flag}: ${outcome.because}`;
    }
    case 'refused':
      return `connection refused: ${outcome.because}`;
    case 'closed':
      return `connection closed${outcome.status === undefined ? '' : ` after ${outcome.status}`}: ${outcome.because}`;
    case 'passed through':
      return `passed through to ${outcome.host}:${outcome.port}${passedThrough(outcome)}`;
    case 'unmodelled':
      return `not modelled${outcome.object ? `, because of ${nameOf(outcome.object)}` : ''}: ${outcome.because}`;
  }
}

function grpcText({ grpcStatus }: { readonly grpcStatus?: string }): string {
  return grpcStatus === undefined ? '' : `, gRPC ${grpcStatus}`;
}

function passedThrough(outcome: PassedThrough): string {
  const { endpoints, warning } = outcome;
  if (endpoints) {
    return `, at ${endpoints.map(endpointName).join(' or ')}${whatArrives(outcome)}`;
  }
  // Outside, nothing but the client decides what arrives.
  return warning === undefined ? '' : `; ${warning}`;
}

/** What the destination sees of a request, and what it gets if that is not a request of HTTP/1.1 in plaintext. */
function whatArrives({ authority = '', path, receives, warning }: Delivered | PassedThrough): string {
  const sees = path === undefined ? '' : `, which sees ${authority}${path}`;
  if (warning !== undefined) {
    return `${sees}, which probably does not understand it: ${warning}`;
  }
  if (receives === undefined || receives === 'plaintext HTTP/1.1') {
    return sees;
  }
  return sees === '' ? `, which gets ${receives}` : `${sees} in ${receives}`;
}

/** The servers and routes that exist, and that the request does not take. */
function notTaken({ servers = [], routes = [] }: StopHop): string[] {
  return [
    ...(servers.length > 0 ? ['server: none', ...serversPassedOver(servers)] : []),
    ...(routes.length > 0 ? ['route: none', ...routesPassedOver(routes)] : []),
  ];
}

function serversPassedOver(servers: ServerHop['passedOver']): string[] {
  return reasons(servers.map(({ server, because }) => `not ${serverName(server)}: ${because}`));
}

function routesPassedOver(routes: RouteHop['passedOver']): string[] {
  return reasons(routes.map(({ route, because }) => `not ${routeName(route)}: needs ${because}`));
}

function entrance({ by, workload, hostPort, port, service, listenerPort }: EntranceHop): string[] {
  if (by !== 'gateway') {
    const through = by === 'sidecar' ? 'through its sidecar' : 'without a sidecar';
    return [`client: ${nameOf(workload)} calls port ${port}, ${through}`];
  }
  const called = service ? `${nameOf(service)} port ${port} -> ` : '';
  const listens = listenerPort === undefined ? '' : ` port ${listenerPort}`;
  return [
    ...(hostPort === undefined ? [] : [`this machine: port ${hostPort} -> port ${port} of the cluster`]),
    `gateway: ${called}${nameOf(workload)}${listens}`,
  ];
}

function virtualHost({ domain, virtualServices, service, passedOver }: VirtualHostHop): string[] {
  const owners = virtualServices.length > 0 ? virtualServices : service ? [service] : [];
  return [
    `virtual host: ${domain}${owners.length > 0 ? ` of ${owners.map(nameOf).join(', ')}` : ''}`,
    ...reasons(passedOver.map(({ virtualService, because }) => `not ${nameOf(virtualService)}: ${because}`)),
  ];
}

function branch({ destination, share, hops }: Branch): string[] {
  return [
    `destination: ${share === 1 ? '' : `${percent(share * 100)} `}${destinationName(destination)}`,
    ...hops.flatMap((hop) => (hop.hop === 'treatment' ? treatments(hop) : describeHop(hop))).map(indented),
  ];
}

/** The certificates of a server, whose names say little to a reader. */
const IDENTITIES: readonly string[] = [
  'mode',
  'credentialName',
  'credentialNames',
  'serverCertificate',
  'privateKey',
];

function settings(label: string, all: Settings = {}, omitted: readonly string[] = []): string[] {
  const shown = Object.entries(all).filter(([name]) => !omitted.includes(name));
  return reasons(shown.length > 0 ? [`${label}: ${settingsText(Object.fromEntries(shown))}`] : []);
}

function arrival({
  endpoint,
  transport,
  tls,
  because,
  peerAuthentication: peer,
  isAccepted,
  carries,
  warning,
}: ArrivalHop): string[] {
  const { workload, hasSidecar } = endpoint;
  const by = peer?.policy ? ` by ${nameOf(peer.policy)}` : '';
  const server = peer ? `, whose sidecar ${ACCEPTS[peer.mode]}${by}` : '';
  const withoutSidecar = workload && !hasSidecar ? ', which has no sidecar' : '';
  const verdict = isAccepted ? '' : '; the connection fails';
  return [
    `${sent(transport, carries)} -> ${endpointName(endpoint)}${server}${withoutSidecar}${verdict}`,
    ...settings('TLS', tls),
    ...reasons([because, ...(warning === undefined ? [] : [`note: ${warning}`])]),
  ];
}

/** What the client's proxy sends: HTTP/1.1 goes without saying. */
function sent(transport: ArrivalHop['transport'], carries: ArrivalHop['carries']): string {
  switch (carries) {
    case 'HTTP/2':
    case 'bytes':
      return `${carries} in ${transport}`;
    case 'TLS':
      return transport === 'plaintext' ? "the application's TLS" : `the application's TLS in ${transport}`;
    default:
      return transport;
  }
}

function subset({ destinationRules: rules, subset: name, labels }: SubsetHop): string {
  if (name === undefined) {
    return `traffic policy: ${rules.length > 0 ? rules.map(nameOf).join(' and ') : 'defaultTrafficPolicy of the mesh'}`;
  }
  const by = rules.length > 0 ? rules.map(nameOf).join(' and ') : 'no DestinationRule';
  const selected = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return `subset: ${name} of ${by}${selected.length > 0 ? `, ${selected.join(',')}` : ''}`;
}

function reasons(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_REASONS).map(indented);
  const rest = lines.length - shown.length;
  return rest > 0 ? [...shown, indented(`and ${rest} more`)] : shown;
}

function indented(line: string): string {
  return `${INDENT}${line}`;
}
