import type {
  GatewaySpec,
  GatewaySpecServers,
  GatewaySpecServersTls,
} from '../../../imports/networking.istio.io';
import { isHttp, isProxied, isTls } from '../../istiod/registry/protocol';
import { MESH } from '../../istiod/virtual-services/gateway-name';
import { isIpAddress } from '../../manifests/ip';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { IGNORED_FIELD, ISTIOD_PANIC, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { qualifiedHostProblems } from '../values/host-names';
import { repetitions } from '../values/list-problems';
import { isDnsLabel } from '../values/names';
import { portProblems, unixSocketProblems } from '../values/ports-and-subnets';
import { unknownProtocol } from '../values/protocols';
import { validateTlsVersions } from '../values/tls-versions';
import { serverConflictProblems } from './server-conflicts';
import { isWithoutTls, onlyRedirects, validateServerTls } from './server-tls';

/** All hosts, for the VirtualServices of all namespaces. */
const ALL_HOSTS = '*/*';

/** What is wrong with a Gateway by itself, whether or not its selector finds a pod. (M3) */
export function* validateGateway(gateway: AdmissionObject<GatewaySpec>): Iterable<Problem> {
  const { name, spec } = gateway;
  if (name === MESH) {
    yield {
      field: ['metadata', 'name'],
      message: '"mesh" means all sidecars in a VirtualService; choose another name',
      type: UNUSABLE_VALUE,
    };
  }
  const servers = spec.servers ?? [];
  if (servers.length === 0) {
    yield { field: ['spec', 'servers'], message: 'is empty, so nothing listens; add a server' };
  }
  yield* serverConflictProblems(gateway);
  for (const [i, server] of servers.entries()) {
    yield* validateServer(['spec', 'servers', i], server);
  }
  const names = servers.map((server) => server.port?.name);
  for (const { at, first } of repetitions(names)) {
    const message = `"${names[at]}" is also the name of the port of spec.servers[${first}]; give each port its own name`;
    yield { field: ['spec', 'servers', at, 'port', 'name'], message };
  }
}

function* validateServer(field: FieldPath, server: GatewaySpecServers): Iterable<Problem> {
  const { bind, hosts = [], port, tls } = server;
  if (hosts.length === 0) {
    yield {
      field: [...field, 'hosts'],
      message: 'is empty, so the server serves nothing; add hosts, or "*" for all',
    };
  }
  for (const [i, host] of hosts.entries()) {
    yield* validateHost([...field, 'hosts', i], host);
  }
  yield* panicProblems([...field, 'hosts'], hosts);
  if (!port) {
    yield { field: [...field, 'port'], message: 'is missing; give the server a port to listen on' };
    return;
  }
  yield* validateAddress(field, bind, port.number);
  if (!port.name) {
    yield { field: [...field, 'port', 'name'], message: 'is empty; give the port a name' };
  }
  if (port.targetPort) {
    const message = `${port.targetPort} has no effect: a Gateway listens on the target port of its Service; remove it`;
    yield { field: [...field, 'port', 'targetPort'], message };
  }
  yield* validateProtocol(field, port.protocol?.toUpperCase() ?? '', tls);
  if (tls) {
    yield* validateServerTls([...field, 'tls'], tls);
    yield* validateTlsVersions([...field, 'tls'], tls);
  }
}

/** istiod replaces the whole list at the entry for all hosts, and then looks for the later entries that it has to rewrite. (W2) */
function* panicProblems(field: FieldPath, hosts: readonly string[]): Iterable<Problem> {
  const all = hosts.indexOf(ALL_HOSTS);
  for (const [i, host] of all < 0 ? [] : hosts.entries()) {
    if (i > all && host !== ALL_HOSTS && (host.startsWith('./') || host.startsWith('*/'))) {
      const message = `"${host}" makes istiod panic, because it comes after "${ALL_HOSTS}", which stands for all hosts; remove it`;
      yield { field: [...field, i], message, type: ISTIOD_PANIC };
    }
  }
}

function* validateAddress(field: FieldPath, bind: string | undefined, port: number): Iterable<Problem> {
  if (bind?.startsWith('unix://')) {
    yield* unixSocketProblems([...field, 'bind'], bind);
    if (port !== 0) {
      yield {
        field: [...field, 'port', 'number'],
        message: `${port} cannot be used with the Unix domain socket "${bind}"; use 0`,
      };
    }
    return;
  }
  yield* portProblems([...field, 'port', 'number'], port);
  if (bind && !isIpAddress(bind)) {
    yield {
      field: [...field, 'bind'],
      message: `"${bind}" is neither an IP address nor "unix://" followed by a path; write one of them`,
    };
  }
}

function* validateHost(field: FieldPath, entry: string): Iterable<Problem> {
  const slash = entry.indexOf('/');
  const namespace = slash < 0 ? undefined : entry.slice(0, slash);
  const host = entry.slice(slash + 1);
  if (namespace !== undefined && namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace)) {
    yield {
      field,
      message: `"${entry}" does not begin with a namespace; write "namespace/host", "./host" or "*/host"`,
    };
  }
  if (host === '*' || (isIpAddress(host) && host.includes('.'))) {
    return;
  }
  yield* qualifiedHostProblems(field, entry);
}

function* validateProtocol(
  field: FieldPath,
  protocol: string,
  tls?: GatewaySpecServersTls,
): Iterable<Problem> {
  if (!isProxied(protocol)) {
    yield unknownProtocol([...field, 'port', 'protocol'], protocol);
  } else if (isTls(protocol)) {
    if (!tls) {
      yield { field: [...field, 'tls'], message: `is missing, and ${protocol} needs it; add TLS settings` };
    }
  } else if (tls && !(isHttp(protocol) && onlyRedirects(tls))) {
    yield {
      field: [...field, 'tls'],
      message: `cannot be used with ${protocol}, which is not encrypted; use HTTPS or TLS`,
      type: isHttp(protocol) && isWithoutTls(tls) ? IGNORED_FIELD : REFUSED,
    };
  }
  if (tls?.httpsRedirect && !isHttp(protocol)) {
    yield {
      field: [...field, 'tls', 'httpsRedirect'],
      message: `has no effect on a server with protocol ${protocol}; remove it`,
      type: WARNED,
    };
  }
}
