import { alternatives } from '../catalogue/words';
import { ISTIO_VERSIONS, type IstioVersion, istioVersionOf, NEWEST_VERSION } from '../istiod/istio-version';
import type { MeshConfig } from '../istiod/mesh-config';
import { fieldsOfMeshConfig, readMeshConfig } from '../istiod/mesh-config-file';
import { DEFAULT_PROFILE, PROFILES, type Profile } from '../istiod/profile/profiles';
import { isCluster, readFiles } from '../manifests/files';
import type { Manifest } from '../manifests/manifest';
import type { YamlProblem } from '../manifests/read-yaml';
import type { SpokenProtocol } from '../routing';
import { type Surroundings, settled, type Told, toldIn } from '../surroundings';
import type { Output } from './output';
import { attempt, choice, optionLines, type UsageColumns, UsageError } from './usage';

/** The options that say how Istio is installed, for `parseArgs`. */
export const MESH_OPTIONS = {
  'mesh-config': { type: 'string' },
  istio: { type: 'string' },
  profile: { type: 'string' },
} as const;

/** The option for objects that exist elsewhere, for `parseArgs`. */
export const CONTEXT_OPTION = {
  context: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/** The option that says what servers speak, for `parseArgs`. */
export const SERVER_OPTION = {
  server: { type: 'string', multiple: true, default: [] as string[] },
} as const;

/**
 * The lines of a usage about the options of the mesh and its context.
 *
 * @param context what the objects are that exist elsewhere
 */
export function meshUsage(context: string, columns: UsageColumns = COLUMNS): string {
  return optionLines(
    [
      [
        '--context PATH',
        `${context}; kube: stands for the cluster of kubectl's current context, and kube:NAME for that of another one; may be repeated`,
      ],
      ['--istio VERSION', `the version of Istio: ${alternatives(ISTIO_VERSIONS)} (${NEWEST_VERSION})`],
      [
        '--profile PROFILE',
        `the profile with which Istio is installed: default, demo, which has an egress gateway, minimal or remote, which have no gateway, openshift, preview or stable (${DEFAULT_PROFILE})`,
      ],
      ['--mesh-config FILE', "a YAML file with the MeshConfig of the mesh (istioctl install's)"],
    ],
    columns,
  );
}

/** The lines of a usage about what servers speak. */
export function serverUsage(): string {
  return optionLines(
    [
      [
        '--server PLACE=PROTOCOL',
        'what a server speaks: HTTP, HTTP2, TLS, MTLS (which wants a certificate of the client) or TCP. The place is HOST:PORT outside the mesh, or NAMESPACE/WORKLOAD:PORT for a container. May be repeated (what the ports declare)',
      ],
    ],
    COLUMNS,
  );
}

const COLUMNS: UsageColumns = { names: 6, texts: 29 };

interface MeshValues {
  readonly istio?: string | undefined;
  readonly profile?: string | undefined;
  readonly 'mesh-config'?: string | undefined;
}

/** How Istio is installed. */
export interface MeshOptions {
  readonly istio: IstioVersion;
  readonly profile: Profile;
  readonly mesh?: MeshConfig;
}

/**
 * What the options say.
 *
 * @throws UsageError if the version or the profile is unknown, or the file is not a MeshConfig
 */
export function meshOptionsFrom(values: MeshValues): MeshOptions {
  return settledFrom(values, []).options;
}

/** What the options say, and where they say nothing, what was told. */
function settledFrom(
  values: MeshValues,
  told: readonly Told[],
): Pick<Around, 'options' | 'context' | 'ignore'> {
  const { 'mesh-config': file } = values;
  const istio =
    values.istio === undefined ? undefined : attempt(() => istioVersionOf(values.istio as string));
  const profile = values.profile === undefined ? undefined : choice('--profile', values.profile, PROFILES);
  const found = attempt(() => settled(told, { istio, profile, mesh: file }));
  const installed = found.profile ?? DEFAULT_PROFILE;
  const mesh = file === undefined ? found.mesh : attempt(() => readMeshConfig(file, installed));
  const { context, ignore } = found;
  return {
    options: { istio: found.istio ?? NEWEST_VERSION, profile: installed, ...(mesh ? { mesh } : {}) },
    context,
    ignore,
  };
}

/** What is around manifests. */
export interface Around {
  readonly options: MeshOptions;
  /** The objects that exist elsewhere. */
  readonly context: readonly Manifest[];
  /** The codes that apps ignore. */
  readonly ignore: readonly string[];
  /** What apps have told, as far as it counts. */
  readonly told: readonly Told[];
  /** What is wrong with the files of the context. */
  readonly problems: readonly YamlProblem[];
}

/** What `--context` names. */
interface Context {
  readonly manifests: readonly Manifest[];
  /** Those of the manifests that are in clusters. */
  readonly ofClusters: readonly Manifest[];
  readonly problems: readonly YamlProblem[];
}

/**
 * The objects that `--context` names, in files, folders and clusters.
 *
 * @throws UsageError if a path or a cluster cannot be read
 */
export function contextFrom(paths: readonly string[], output: Output): Context {
  const found = attempt(() => readFiles(paths.filter((path) => !isCluster(path))));
  // kubectl is seldom asked, and what runs it is loaded then.
  const clusters = paths.filter(isCluster).map((path) => {
    const { readCluster } = require('../surroundings/cluster') as typeof import('../surroundings/cluster');
    return attempt(() => readCluster(path));
  });
  for (const warning of clusters.flatMap(({ warnings }) => warnings)) {
    output.complain(`Warning: ${warning}`);
  }
  const ofClusters = clusters.flatMap(({ manifests }) => manifests);
  return {
    // Files are newer than what a cluster has.
    manifests: [...ofClusters, ...found.manifests],
    ofClusters,
    problems: found.problems,
  };
}

/**
 * What is said of the mesh of manifests, by the options and by the apps that wrote the manifests, for another app to say.
 *
 * @throws UsageError as {@link aroundFrom} does
 */
export function surroundingsFrom(
  values: MeshValues,
  { told, options, context, ignore }: Around,
): Surroundings {
  const { 'mesh-config': file } = values;
  const toldFields = told.find(({ surroundings }) => surroundings.meshConfig)?.surroundings.meshConfig;
  const meshConfig = file === undefined ? toldFields : attempt(() => fieldsOfMeshConfig(file));
  return { istio: options.istio, profile: options.profile, meshConfig, context, ignore };
}

const NO_CONTEXT: Context = { manifests: [], ofClusters: [], problems: [] };

/**
 * What is around manifests: what the options say, and what the apps have noted that wrote the manifests. The options win, and
 * their context comes in addition.
 *
 * @throws UsageError as {@link meshOptionsFrom} does, if notes cannot be read, or if apps differ
 */
export function aroundFrom(
  values: MeshValues,
  { notes }: Pick<ReturnType<typeof readFiles>, 'notes'>,
  { manifests, problems } = NO_CONTEXT,
): Around {
  const told = attempt(() => toldIn(notes));
  const { options, context, ignore } = settledFrom(values, told);
  return { options, context: [...context, ...manifests], ignore, told: counting(told, values), problems };
}

/** What was told without that which options say. */
function counting(told: readonly Told[], values: MeshValues): Told[] {
  const said = {
    ...(values.istio === undefined ? {} : { istio: undefined }),
    ...(values.profile === undefined ? {} : { profile: undefined }),
    ...(values['mesh-config'] === undefined ? {} : { meshConfig: undefined }),
  };
  return told.map(({ from, surroundings }) => ({ from, surroundings: { ...surroundings, ...said } }));
}

/**
 * What `--server` says. The model itself checks the places and the protocols.
 *
 * @throws UsageError if an option is malformed, or says again what a server speaks
 */
export function serversFrom(options: readonly string[]): Record<string, SpokenProtocol> {
  const servers = new Map<string, SpokenProtocol>();
  for (const option of options) {
    const [, place, protocol] = /^(.+)=(.+)$/.exec(option) ?? [];
    if (place === undefined) {
      throw new UsageError(`--server "${option}" has no protocol; write it like "api.example.com:443=TLS"`);
    }
    if (servers.has(place)) {
      throw new UsageError(`--server "${place}" is there twice; say once what it speaks`);
    }
    servers.set(place, protocol as SpokenProtocol);
  }
  return Object.fromEntries(servers);
}
