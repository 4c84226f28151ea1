import type {
  GatewaySpec,
  GatewaySpecServers,
  GatewaySpecServersTls,
} from '../../imports/networking.istio.io';
import { isHttp, isProxied, isTls } from '../manifests/protocol';
import type { Problem } from './problem';
import { unknownProtocol } from './protocols';
import { isDnsLabel, isIpAddress, objectLabel, port, wildcardDomain } from './values';
import { CipherSuite } from './vocabulary';

/** Istio drops any other in silence. */
const CIPHER_SUITES: readonly string[] = Object.values(CipherSuite);

const CERTIFICATE_FIELDS = [
  'credentialName',
  'credentialNames',
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'tlsCertificates',
] as const satisfies readonly (keyof GatewaySpecServersTls)[];

/** What is wrong with a Gateway, by itself: whether its selector finds a pod is not looked at. */
export function* validateGateway(name: string, spec: GatewaySpec): Iterable<Problem> {
  yield* objectLabel('metadata.name', name);
  if (name === 'mesh') {
    yield {
      field: 'metadata.name',
      message: '"mesh" stands for all sidecars in a VirtualService; choose another name',
    };
  }
  const servers = spec.servers ?? [];
  if (servers.length === 0) {
    yield { field: 'spec.servers', message: 'is empty, so nothing listens; add a server' };
  }
  yield* conflictingServers(servers);
  for (const [i, server] of servers.entries()) {
    const field = `spec.servers[${i}]`;
    yield* validateServer(field, server);
    const same = servers.findIndex((other) => other.port.name === server.port.name);
    if (same < i) {
      yield {
        field: `${field}.port.name`,
        message: `"${server.port.name}" names the port of spec.servers[${same}] too; give each port a name of its own`,
      };
    }
  }
}

/**
 * Servers of one port that drop one another: Istio keeps the first and says nothing. (HTTP servers share a port, and
 * so do TLS servers of different hosts.)
 */
function* conflictingServers(servers: readonly GatewaySpecServers[]): Iterable<Problem> {
  const listener = ({ port: { number }, bind = '' }: GatewaySpecServers) => `${number} ${bind}`;
  const protocol = (server: GatewaySpecServers) => server.port.protocol.toUpperCase();
  const isPlainHttp = (server: GatewaySpecServers) => isHttp(protocol(server));
  const isEncrypted = (server: GatewaySpecServers) => isTls(protocol(server));
  for (const [i, server] of servers.entries()) {
    const others = servers.slice(0, i).filter((other) => listener(other) === listener(server));
    const field = `spec.servers[${i}]`;
    const conflicting = others.find((other) =>
      isEncrypted(server)
        ? !isEncrypted(other)
        : !isEncrypted(other) && !(isPlainHttp(server) && isPlainHttp(other)),
    );
    if (conflicting) {
      yield {
        field: `${field}.port`,
        message:
          `${server.port.number} with ${protocol(server)} is dropped for spec.servers[${servers.indexOf(conflicting)}], ` +
          `which has ${protocol(conflicting)} there; use another port`,
      };
    }
    for (const [j, host] of server.hosts.entries()) {
      const same = server.tls && others.find((other) => other.tls && other.hosts.includes(host));
      if (same) {
        const message = `"${host}" is served by spec.servers[${servers.indexOf(same)}] on the same port, so that this`;
        yield {
          field: `${field}.hosts[${j}]`,
          message: `${message} server is dropped whole; keep it in one of them`,
        };
      }
    }
  }
}

function* validateServer(field: string, server: GatewaySpecServers): Iterable<Problem> {
  const { bind, hosts, port: serverPort, tls } = server;
  if (hosts.length === 0) {
    yield {
      field: `${field}.hosts`,
      message: 'is empty, so the server serves nothing; name hosts, or "*" for all',
    };
  }
  for (const [i, host] of hosts.entries()) {
    yield* validateHost(`${field}.hosts[${i}]`, host);
  }
  if (bind?.startsWith('unix://')) {
    if (serverPort.number !== 0) {
      yield {
        field: `${field}.port.number`,
        message: `${serverPort.number} beside the unix socket "${bind}"; use 0`,
      };
    }
  } else {
    yield* port(`${field}.port.number`, serverPort.number);
    if (bind !== undefined && bind !== '' && !isIpAddress(bind)) {
      yield {
        field: `${field}.bind`,
        message: `"${bind}" is neither an IP address nor "unix://" and a path`,
      };
    }
  }
  if (serverPort.name === '') {
    yield { field: `${field}.port.name`, message: 'is empty; give the port a name' };
  }
  yield* validateProtocol(field, serverPort.protocol.toUpperCase(), tls);
  if (tls) {
    yield* validateTls(`${field}.tls`, tls);
  }
}

function* validateHost(field: string, entry: string): Iterable<Problem> {
  const slash = entry.indexOf('/');
  const namespace = slash < 0 ? undefined : entry.slice(0, slash);
  const host = entry.slice(slash + 1);
  if (namespace !== undefined && namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace)) {
    yield {
      field,
      message: `"${entry}" begins with no namespace; write "namespace/host", "./host" or "*/host"`,
    };
  }
  if (host === '*' || isIpAddress(host)) {
    return;
  }
  if (!host.includes('.')) {
    yield { field, message: `"${entry}" has no dot in the host; write the whole name, or "*" for all hosts` };
  } else if (/^\*[^.]/.test(host)) {
    yield { field, message: `"${entry}" puts "*" before part of a label; write "*." and whole labels` };
  } else {
    yield* wildcardDomain(field, host);
  }
}

function* validateProtocol(field: string, protocol: string, tls?: GatewaySpecServersTls): Iterable<Problem> {
  if (!isProxied(protocol)) {
    yield unknownProtocol(`${field}.port.protocol`, protocol);
  } else if (isTls(protocol)) {
    if (!tls) {
      yield { field: `${field}.tls`, message: `is missing; ${protocol} needs TLS settings` };
    }
  } else if (tls && !(isHttp(protocol) && onlyRedirects(tls))) {
    yield {
      field: `${field}.tls`,
      message: `does not go with ${protocol}, which is not encrypted; use HTTPS or TLS`,
    };
  }
  if (tls?.httpsRedirect && !isHttp(protocol)) {
    yield {
      field: `${field}.tls.httpsRedirect`,
      message: `redirects nothing on a server for ${protocol}; remove it`,
    };
  }
}

function onlyRedirects(tls: GatewaySpecServersTls): boolean {
  return (
    (tls.mode === undefined || tls.mode === 'PASSTHROUGH') && !CERTIFICATE_FIELDS.some((name) => tls[name])
  );
}

function* validateTls(field: string, tls: GatewaySpecServersTls): Iterable<Problem> {
  const given = CERTIFICATE_FIELDS.filter((name) => tls[name] !== undefined);
  const mode = tls.mode ?? 'PASSTHROUGH';
  const byName = given.includes('credentialName') || given.includes('credentialNames');
  const byFile = given.includes('serverCertificate') && given.includes('privateKey');
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH' || mode === 'ISTIO_MUTUAL') {
    for (const name of given) {
      yield {
        field: `${field}.${name}`,
        message: `is not used with mode ${mode}; remove it, or choose another mode`,
      };
    }
  } else if (!byName && !byFile && !given.includes('tlsCertificates')) {
    yield { field, message: `has mode ${mode} but no certificate; set credentialName` };
  } else if (mode !== 'SIMPLE' && !byName && !given.includes('caCertificates') && !tls.caCertCredentialName) {
    yield {
      field: `${field}.caCertificates`,
      message: `is missing; ${mode} checks client certificates against it`,
    };
  }
  const credentials = [tls.credentialName ?? [], tls.credentialNames ?? []].flat();
  if (credentials.some((name) => name === '')) {
    yield { field: `${field}.credentialName`, message: 'is empty; name a secret of type kubernetes.io/tls' };
  }
  if (credentials.length > 2) {
    yield {
      field: `${field}.credentialNames`,
      message: `names ${credentials.length} secrets; Istio takes two`,
    };
  }
  const { minProtocolVersion: min, maxProtocolVersion: max } = tls;
  if (min && max && min !== 'TLS_AUTO' && max !== 'TLS_AUTO' && min > max) {
    yield { field: `${field}.minProtocolVersion`, message: `${min} is above maxProtocolVersion ${max}` };
  }
  for (const [i, suite] of (tls.cipherSuites ?? []).entries()) {
    if (!CIPHER_SUITES.includes(suite)) {
      const message = `"${suite}" is no cipher suite of Envoy's; use one of ${CIPHER_SUITES.join(', ')}`;
      yield { field: `${field}.cipherSuites[${i}]`, message };
    } else if (tls.cipherSuites?.indexOf(suite) !== i) {
      yield { field: `${field}.cipherSuites[${i}]`, message: `"${suite}" is there twice; remove one` };
    }
  }
}
