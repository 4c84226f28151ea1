import type {
  GatewaySpec,
  GatewaySpecServers,
  GatewaySpecServersTls,
} from '../../../imports/networking.istio.io';
import { isHttp, isProxied, isTls } from '../../istiod/registry/protocol';
import type { FieldPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { DROPPED_SERVER, IGNORED_FIELD, REFUSED, UNUSABLE_VALUE, WARNED } from '../problem-types';
import type { AdmissionObject } from '../validator';
import { unknownProtocol } from '../values/protocols';
import { validateTlsVersions } from '../values/tls-versions';
import {
  hostProblems,
  isDnsLabel,
  isIpAddress,
  portProblems,
  repetitions,
  unixSocketProblems,
} from '../values/values';

const CERTIFICATE_FIELDS = [
  'credentialName',
  'credentialNames',
  'serverCertificate',
  'privateKey',
  'caCertificates',
  'tlsCertificates',
] as const satisfies readonly (keyof GatewaySpecServersTls)[];

/** What is wrong with a Gateway, by itself: whether its selector finds a pod is not looked at. (M3) */
export function* validateGateway({ name, spec }: AdmissionObject<GatewaySpec>): Iterable<Problem> {
  if (name === 'mesh') {
    yield {
      field: ['metadata', 'name'],
      message: '"mesh" stands for all sidecars in a VirtualService; choose another name',
      type: UNUSABLE_VALUE,
    };
  }
  const servers = spec.servers ?? [];
  if (servers.length === 0) {
    yield { field: ['spec', 'servers'], message: 'is empty, so nothing listens; add a server' };
  }
  yield* conflictingServers(servers);
  for (const [i, server] of servers.entries()) {
    yield* validateServer(['spec', 'servers', i], server);
  }
  const names = servers.map((server) => server.port?.name);
  for (const { at, first } of repetitions(names)) {
    const message = `"${names[at]}" names the port of spec.servers[${first}] too; give each port a name of its own`;
    yield { field: ['spec', 'servers', at, 'port', 'name'], message };
  }
}

/** The servers that came first on one port of one address, by what excludes others. */
interface Listener {
  readonly hosts: Map<string, number>;
  encrypted?: number;
  http?: number;
  plain?: number;
}

/**
 * Servers of one port that drop one another: Istio keeps the first and says nothing. (HTTP servers share a port, and
 * so do TLS servers of different hosts.)
 */
function* conflictingServers(servers: readonly GatewaySpecServers[]): Iterable<Problem> {
  const listeners = new Map<string, Listener>();
  for (const [i, { bind = '', hosts = [], port: serverPort, tls }] of servers.entries()) {
    const key = `${serverPort?.number} ${bind}`;
    const listener: Listener = listeners.get(key) ?? { hosts: new Map() };
    listeners.set(key, listener);
    const field = ['spec', 'servers', i];
    const protocol = protocolOf(servers[i]);
    const kind = isTls(protocol) ? 'encrypted' : isHttp(protocol) ? 'http' : 'plain';
    const conflicting = kind === 'http' ? listener.plain : firstOf(listener.http, listener.plain);
    if (conflicting !== undefined) {
      yield {
        field: [...field, 'port'],
        message:
          `${serverPort?.number} with ${protocol} is dropped for spec.servers[${conflicting}], ` +
          `which has ${protocolOf(servers[conflicting])} there; use another port`,
        type: DROPPED_SERVER,
      };
    }
    listener[kind] ??= i;
    for (const [j, host] of tls ? hosts.entries() : []) {
      const same = listener.hosts.get(host) ?? i;
      listener.hosts.set(host, same);
      if (same !== i) {
        const message = `"${host}" is served by spec.servers[${same}] on the same port, so that this`;
        yield {
          field: [...field, 'hosts', j],
          message: `${message} server is dropped whole; keep it in one of them`,
          type: DROPPED_SERVER,
        };
      }
    }
  }
}

function protocolOf(server: GatewaySpecServers | undefined): string {
  return server?.port?.protocol?.toUpperCase() ?? '';
}

function firstOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

function* validateServer(field: FieldPath, server: GatewaySpecServers): Iterable<Problem> {
  const { bind, hosts = [], port: serverPort, tls } = server;
  if (hosts.length === 0) {
    yield {
      field: [...field, 'hosts'],
      message: 'is empty, so the server serves nothing; name hosts, or "*" for all',
    };
  }
  for (const [i, host] of hosts.entries()) {
    yield* validateHost([...field, 'hosts', i], host);
  }
  if (!serverPort) {
    yield { field: [...field, 'port'], message: 'is missing; say where to listen' };
    return;
  }
  if (bind?.startsWith('unix://')) {
    yield* unixSocketProblems([...field, 'bind'], bind);
    if (serverPort.number !== 0) {
      yield {
        field: [...field, 'port', 'number'],
        message: `${serverPort.number} beside the unix socket "${bind}"; use 0`,
      };
    }
  } else {
    yield* portProblems([...field, 'port', 'number'], serverPort.number);
    if (bind !== undefined && bind !== '' && !isIpAddress(bind)) {
      yield {
        field: [...field, 'bind'],
        message: `"${bind}" is neither an IP address nor "unix://" and a path`,
      };
    }
  }
  if (!serverPort.name) {
    yield { field: [...field, 'port', 'name'], message: 'is empty; give the port a name' };
  }
  if (serverPort.targetPort) {
    const message = `${serverPort.targetPort} is not looked at: a Gateway listens on the target port of its Service; remove it`;
    yield { field: [...field, 'port', 'targetPort'], message };
  }
  yield* validateProtocol(field, protocolOf(server), tls);
  if (tls) {
    yield* validateTls([...field, 'tls'], tls);
    yield* validateTlsVersions([...field, 'tls'], tls);
  }
}

function* validateHost(field: FieldPath, entry: string): Iterable<Problem> {
  const slash = entry.indexOf('/');
  const namespace = slash < 0 ? undefined : entry.slice(0, slash);
  const host = entry.slice(slash + 1);
  if (namespace !== undefined && namespace !== '*' && namespace !== '.' && !isDnsLabel(namespace)) {
    yield {
      field,
      message: `"${entry}" begins with no namespace; write "namespace/host", "./host" or "*/host"`,
    };
  }
  if (host === '*' || (isIpAddress(host) && host.includes('.'))) {
    return;
  }
  if (!host.includes('.')) {
    yield { field, message: `"${entry}" has no dot in the host; write the whole name, or "*" for all hosts` };
  } else if (/^\*[^.]/.test(host)) {
    yield { field, message: `"${entry}" puts "*" before part of a label; write "*." and whole labels` };
  } else {
    yield* hostProblems(field, host);
  }
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
      yield { field: [...field, 'tls'], message: `is missing; ${protocol} needs TLS settings` };
    }
  } else if (tls && !(isHttp(protocol) && onlyRedirects(tls))) {
    yield {
      field: [...field, 'tls'],
      message: `does not go with ${protocol}, which is not encrypted; use HTTPS or TLS`,
      type: isHttp(protocol) && isPassedThrough(tls) ? IGNORED_FIELD : REFUSED,
    };
  }
  if (tls?.httpsRedirect && !isHttp(protocol)) {
    yield {
      field: [...field, 'tls', 'httpsRedirect'],
      message: `redirects nothing on a server for ${protocol}; remove it`,
      type: WARNED,
    };
  }
}

function onlyRedirects(tls: GatewaySpecServersTls): boolean {
  const mode: string = tls.mode ?? 'PASSTHROUGH';
  return mode === 'PASSTHROUGH' && !CERTIFICATE_FIELDS.some((name) => tls[name]?.length);
}

/** Whether istiod takes the settings for no encryption, whatever else they say. */
function isPassedThrough(tls: GatewaySpecServersTls): boolean {
  const mode: string = tls.mode ?? 'PASSTHROUGH';
  return mode.endsWith('PASSTHROUGH') && !tls.caCertificates && !tls.privateKey && !tls.serverCertificate;
}

function* validateTls(field: FieldPath, tls: GatewaySpecServersTls): Iterable<Problem> {
  const given = CERTIFICATE_FIELDS.filter((name) => tls[name]?.length);
  const mode: string = tls.mode ?? 'PASSTHROUGH';
  const bySecret = given.includes('credentialName') || given.includes('credentialNames');
  const byFile = given.includes('serverCertificate') && given.includes('privateKey');
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH' || mode === 'ISTIO_MUTUAL') {
    for (const name of given) {
      yield {
        field: [...field, name],
        message: `is not used with mode ${mode}; remove it, or choose another mode`,
        type: mode === 'ISTIO_MUTUAL' ? REFUSED : WARNED,
      };
    }
  } else if (!bySecret && !byFile && !given.includes('tlsCertificates')) {
    yield tls.credentialName === ''
      ? emptyCredential(field)
      : { field, message: `has mode ${mode} but no certificate; set credentialName` };
  } else if (
    mode !== 'SIMPLE' &&
    !bySecret &&
    !given.includes('caCertificates') &&
    !tls.caCertCredentialName
  ) {
    yield {
      field: [...field, 'caCertificates'],
      message: `is missing; ${mode} checks client certificates against it`,
    };
  }
  const sources = (['credentialName', 'credentialNames', 'tlsCertificates'] as const).filter((name) =>
    given.includes(name),
  );
  const [source, ...others] = byFile ? ['serverCertificate', ...sources] : sources;
  for (const other of mode === 'ISTIO_MUTUAL' ? [] : others) {
    yield { field: [...field, other], message: `does not go with ${source}; keep one of them` };
  }
  yield* validateCertificates(field, tls, mode, bySecret);
  for (const [i, name] of (tls.credentialNames ?? []).entries()) {
    if (name === '') {
      yield { ...emptyCredential(field), field: [...field, 'credentialNames', i], type: UNUSABLE_VALUE };
    }
  }
  if (tls.credentialNames && tls.credentialNames.length > 2) {
    yield {
      field: [...field, 'credentialNames'],
      message: `names ${tls.credentialNames.length} secrets; Istio takes two`,
    };
  }
}

function emptyCredential(field: FieldPath): Problem {
  return {
    field: [...field, 'credentialName'],
    message: 'is empty; name a secret of type kubernetes.io/tls',
  };
}

/** Certificates in files, and the list of those that are revoked. */
function* validateCertificates(
  field: FieldPath,
  { caCrl, credentialName, tlsCertificates = [] }: GatewaySpecServersTls,
  mode: string,
  bySecret: boolean,
): Iterable<Problem> {
  const readsFiles = mode !== 'ISTIO_MUTUAL' && (!bySecret || mode.endsWith('PASSTHROUGH'));
  if (readsFiles && !mode.endsWith('PASSTHROUGH')) {
    for (const [i, files] of tlsCertificates.entries()) {
      for (const name of ['serverCertificate', 'privateKey'] as const) {
        if (!files[name]) {
          yield { field: [...field, 'tlsCertificates', i, name], message: 'is missing; name a file' };
        }
      }
    }
    if (tlsCertificates.length > 2) {
      const message = `has ${tlsCertificates.length} certificates; Envoy takes two, one of RSA and one of ECDSA`;
      yield { field: [...field, 'tlsCertificates'], message, type: WARNED };
    }
  }
  if (caCrl && (mode === 'SIMPLE' || credentialName)) {
    const message = credentialName
      ? 'does not go with credentialName, whose secret can hold it; remove it'
      : 'is not looked at with SIMPLE, which asks for no client certificate; use MUTUAL';
    yield { field: [...field, 'caCrl'], message, type: readsFiles ? REFUSED : IGNORED_FIELD };
  } else if (caCrl && (mode === 'ISTIO_MUTUAL' || mode.endsWith('PASSTHROUGH'))) {
    const message = `is not used with mode ${mode}; remove it, or choose another mode`;
    yield { field: [...field, 'caCrl'], message, type: mode === 'ISTIO_MUTUAL' ? IGNORED_FIELD : WARNED };
  }
}
