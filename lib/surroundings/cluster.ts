import { spawnSync } from 'node:child_process';
import { clusterContext } from '../manifests/files';
import {
  CONFIG_MAP,
  CUSTOM_RESOURCE_DEFINITION,
  isKnownGroup,
  isKnownKind,
  isSameKind,
  POD_OWNERS,
  SECRET,
} from '../manifests/kinds';
import { isOf, isRecord, type Manifest, manifestOf } from '../manifests/manifest';
import { objectsOf } from '../manifests/read-yaml';

/** What is in a cluster. */
export interface ClusterContents {
  readonly manifests: readonly Manifest[];
  /** What could not be read, and what follows from that. */
  readonly warnings: readonly string[];
}

/** A request that takes longer fails. */
const TIMEOUT = '--request-timeout=20s';
/** For kubectl with its plugins for credentials, in milliseconds. */
const LONGEST = 120_000;
/** The objects of a cluster are no larger, all together. */
const MOST_BYTES = 1 << 30;

/**
 * The objects of a cluster that checks and traces read, of Secrets only their names. The user's kubectl reads them; nothing is
 * written.
 *
 * @param path `kube:` or `kube:NAME`
 * @throws Error if kubectl is not installed, does not answer, or may not read something
 */
export function readCluster(path: string): ClusterContents {
  const context = clusterContext(path);
  const ask = (...args: string[]) =>
    kubectl([...(context === '' ? [] : ['--context', context]), TIMEOUT, ...args]);
  const kinds = kindsIn(path, ask('api-resources', '--verbs=list', '--no-headers'));
  const read = kinds.filter(
    (kind) => isKnownKind(kind) && !NOT_READ.some((other) => isSameKind(other, kind)),
  );
  if (read.length === 0) {
    throw new Error(
      `--context "${path}": the cluster has no kind that is known here; is this a cluster of Kubernetes, and kubectl 1.20 or later?`,
    );
  }
  const names = read.map(({ resource }) => resource).join(',');
  const answer = answerOf(path, ask('get', names, '--all-namespaces', '-o', 'json'));
  const objects = objectsOf(parsed(path, answer), { file: path }).filter(isRead);
  const secrets = ask('get', 'secrets', '--all-namespaces', '--no-headers', '-o', SECRET_COLUMNS);
  if (secrets.status !== 0) {
    const why = reasonIn(secrets.stderr);
    return {
      manifests: objects,
      warnings: [`--context "${path}": Secrets do not count, because kubectl cannot list them: ${why}`],
    };
  }
  return { manifests: [...objects, ...secretsIn(secrets.stdout)], warnings: [] };
}

/** The kinds that a cluster lists. */
function kindsIn(path: string, answer: Answer): Resource[] {
  const kinds = answer.stdout.split('\n').flatMap(resourceIn);
  // A server of another program that does not answer, such as that of metrics, is no reason to read nothing.
  const failed = [...answer.stderr.matchAll(/([\w.-]+)\/v\d\w*:/g)].map(([, group]) => group ?? '');
  const isOfOthers = failed.length > 0 && !failed.some((group) => isKnownGroup(group));
  if (kinds.length === 0 || !isOfOthers) {
    answerOf(path, answer);
  }
  return kinds;
}

/** Secrets are asked for by name only. Definitions are large, and the schemas are known here. */
const NOT_READ = [SECRET, CUSTOM_RESOURCE_DEFINITION];

/** kubectl prints only these columns, so that the data stays there. */
const SECRET_COLUMNS = 'custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name';

interface Resource {
  readonly group: string;
  readonly kind: string;
  /** As `kubectl get` takes it, such as `gateways.networking.istio.io`. */
  readonly resource: string;
}

/** A line of `kubectl api-resources`: the name, perhaps short names, the apiVersion, whether it has namespaces, and the kind. */
function resourceIn(line: string): Resource[] {
  const columns = line.trim().split(/\s+/);
  const [name, kind, apiVersion] = [columns[0], columns.at(-1), columns.at(-3)];
  // Before 1.20, kubectl prints a group in the place of the version.
  if (!name || !kind || !apiVersion || !/^(\S+\/)?v\d\w*$/.test(apiVersion)) {
    return [];
  }
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return [{ group, kind, resource: group === '' ? name : `${name}.${group}` }];
}

/** What its owner makes again, such as the pods of a Deployment, is left out, and so are ConfigMaps of others than Istio. */
function isRead(manifest: Manifest): boolean {
  const { metadata } = manifest.object;
  if (isOf(CONFIG_MAP, manifest)) {
    return manifest.name.startsWith('istio');
  }
  const owners: unknown = isRecord(metadata) ? metadata.ownerReferences : undefined;
  return !(Array.isArray(owners) && owners.some((owner) => isRecord(owner) && isPodOwner(owner)));
}

function isPodOwner({ apiVersion, kind }: Readonly<Record<string, unknown>>): boolean {
  const owner = manifestOf({ apiVersion, kind });
  return owner !== undefined && POD_OWNERS.some((known) => isSameKind(known, owner));
}

function secretsIn(lines: string): Manifest[] {
  return lines.split('\n').flatMap((line) => {
    const [namespace, name] = line.trim().split(/\s+/);
    return manifestOf(name && { apiVersion: 'v1', kind: SECRET.kind, metadata: { name, namespace } }) ?? [];
  });
}

type Answer = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

function kubectl(args: readonly string[]): Answer {
  const { status, stdout, stderr, error } = spawnSync('kubectl', args, {
    encoding: 'utf8',
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: MOST_BYTES,
    timeout: LONGEST,
  });
  if (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { status: null, stdout: '', stderr: REASONS[code ?? ''] ?? message };
  }
  return { status, stdout, stderr };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not installed',
  ETIMEDOUT: 'it does not answer',
};

/** What kubectl prints. What it could read only in part is not used, since what is missing would be reported. */
function answerOf(path: string, { status, stdout, stderr }: Answer): string {
  if (status !== 0) {
    const resources = [...stderr.matchAll(/cannot list resource "([^"]+)"/g)].map(([, name]) => name);
    const reason =
      resources.length === 0
        ? reasonIn(stderr)
        : `it may not list ${resources.join(', ')}, and what it does not see would be reported as missing; let it, or write the objects to a file and name that`;
    throw new Error(`--context "${path}": kubectl cannot read the cluster: ${reason}`);
  }
  return stdout;
}

/** The line of an error that says most: kubectl logs each of its attempts before it. */
function reasonIn(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (
    lines
      .at(-1)
      ?.replace(/^error: /i, '')
      .trim() ?? 'it has said nothing'
  );
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`--context "${path}": kubectl has not printed JSON`);
  }
}
