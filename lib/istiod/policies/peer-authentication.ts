import { PEER_AUTHENTICATION } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import { type ObjectRef, refTo } from '../../manifests/object-ref';
import type { MeshIndex } from '../mesh-index';
import { hasLabels } from '../workloads/selectors';
import type { Workload } from '../workloads/workloads';
import { type IgnoredPolicy, readPolicies, type SelectingPolicy } from './policy';
import { SelectedPolicies } from './selected-policies';
import { choiceAt, recordAt } from './strict-fields';

/** What the sidecar of a pod accepts: only mutual TLS, mutual TLS and plain text, or no mutual TLS. */
export type ServerTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** The scope of the setting that decided. */
export type PeerAuthenticationScope = 'port' | 'workload' | 'namespace' | 'mesh' | 'default';

/** What the sidecar of a pod accepts on a port, and why. */
export interface ServerTls {
  readonly mode: ServerTlsMode;
  readonly scope: PeerAuthenticationScope;
  /** The PeerAuthentication that decided; absent where the default did. */
  readonly by?: ObjectRef;
  /** Other PeerAuthentications that select the pod, which have no effect on it. */
  readonly ignored: readonly IgnoredPolicy[];
}

/** A PeerAuthentication as istiod reads it. */
export interface PeerAuthentication extends SelectingPolicy {
  readonly manifest: Manifest;
  /** Undefined where it leaves the mode to the wider scope. */
  readonly mode: ServerTlsMode | undefined;
  /** The modes of single ports, by the port that the pods listen on. */
  readonly ports: ReadonlyMap<string, ServerTlsMode | undefined>;
}

/** A mode, the scope for which it is set, and what sets it. */
type Setting = readonly [PeerAuthenticationScope, ServerTlsMode | undefined, PeerAuthentication | undefined];

const DEFAULT: ServerTls = { mode: 'PERMISSIVE', scope: 'default', ignored: [] };

/** What the sidecars of a workload accept on a port of its pods. (H1) */
export function serverTls(index: MeshIndex, workload: Workload, port: number): ServerTls {
  return index.view(peerAuthenticationsOf).serverTls(workload, port);
}

/**
 * What the PeerAuthentications for a whole namespace, or else for the mesh, say. Clients decide by it whether to try
 * mutual TLS. Undefined where there is no such PeerAuthentication. (G11)
 */
export function namespaceMode(index: MeshIndex, namespace: string): ServerTlsMode | undefined {
  return index.view(peerAuthenticationsOf).namespaceMode(namespace);
}

/** The PeerAuthentications that have no effect on any pod. */
export function ignoredPeerAuthentications(index: MeshIndex): readonly IgnoredPolicy[] {
  return index.view(peerAuthenticationsOf).ignored;
}

/** The PeerAuthentications of a mesh; ask for them by `index.view(peerAuthenticationsOf)`. */
export function peerAuthenticationsOf(index: MeshIndex): PeerAuthentications {
  return new PeerAuthentications(index);
}

/** PeerAuthentications by scope. Of several for one scope, only the oldest has an effect. (H1) */
export class PeerAuthentications {
  readonly ignored: readonly IgnoredPolicy[];
  /** The PeerAuthentications without a selector, oldest first. */
  readonly withoutSelector: readonly PeerAuthentication[];
  /** The PeerAuthentications that select pods of their namespace, oldest first. */
  readonly withSelector: readonly PeerAuthentication[];
  private readonly byNamespace: ReadonlyMap<string, PeerAuthentication>;
  private readonly bySelector: SelectedPolicies<PeerAuthentication>;
  private readonly rootNamespace: string;
  private readonly isEmpty: boolean;

  constructor(index: MeshIndex) {
    this.rootNamespace = index.mesh.rootNamespace;
    const { policies, ignored } = readPolicies(index, PEER_AUTHENTICATION, readPeerAuthentication);
    const selecting = policies.filter(hasSelector);
    this.isEmpty = policies.length === 0;
    this.withoutSelector = policies.filter((policy) => !hasSelector(policy));
    this.withSelector = selecting.filter(({ namespace }) => namespace !== this.rootNamespace);
    // Of several for a namespace, the first one comes last into the map.
    this.byNamespace = new Map(
      [...this.withoutSelector].reverse().map((authentication) => [authentication.namespace, authentication]),
    );
    this.bySelector = new SelectedPolicies(this.withSelector);
    this.ignored = [
      ...ignored,
      ...selecting
        .filter(({ namespace }) => namespace === this.rootNamespace)
        .map((policy) =>
          ignore(policy, 'in the root namespace, a PeerAuthentication with a selector has no effect'),
        ),
      ...this.withoutSelector.flatMap((policy) => {
        const older = this.forNamespace(policy.namespace);
        return older === undefined || older === policy
          ? []
          : [ignore(policy, `the older "${older.name}" is for all of namespace "${older.namespace}" too`)];
      }),
    ];
  }

  /** The PeerAuthentication for a whole namespace; the root namespace stands for the whole mesh. */
  forNamespace(namespace: string): PeerAuthentication | undefined {
    return this.byNamespace.get(namespace);
  }

  /** The PeerAuthentications that select a workload, oldest first. Only the first has an effect. */
  selecting(workload: Workload): readonly PeerAuthentication[] {
    return this.bySelector.of(workload);
  }

  serverTls(workload: Workload, port: number): ServerTls {
    if (this.isEmpty) {
      return DEFAULT;
    }
    const [own, ...others] = this.selecting(workload);
    const ignored = others.map((other) => ignore(other, `the older "${own?.name}" selects the same pods`));
    const settings: readonly Setting[] = [
      ['port', own?.ports.get(String(port)), own],
      ['workload', own?.mode, own],
      ...this.wideSettings(workload.namespace),
    ];
    for (const [scope, mode, by] of settings) {
      if (mode && by) {
        return { mode, scope, by: refTo(by), ignored };
      }
    }
    return { ...DEFAULT, ignored };
  }

  namespaceMode(namespace: string): ServerTlsMode | undefined {
    if (this.isEmpty) {
      return undefined;
    }
    const settings = this.wideSettings(namespace);
    const isSet = settings.some(([, , by]) => by !== undefined);
    return settings.find(([, mode]) => mode)?.[1] ?? (isSet ? 'PERMISSIVE' : undefined);
  }

  /** The PeerAuthentication that decides for the workloads of a namespace that no other one selects, and its mode. */
  decidingFor(
    namespace: string,
  ): { readonly mode: ServerTlsMode; readonly by: PeerAuthentication } | undefined {
    const [, mode, by] = this.wideSettings(namespace).find(([, set, one]) => set && one) ?? [];
    return mode && by && { mode, by };
  }

  private wideSettings(namespace: string): readonly Setting[] {
    const mesh = this.forNamespace(this.rootNamespace);
    const own = namespace === this.rootNamespace ? undefined : this.forNamespace(namespace);
    return [
      ['namespace', own?.mode, own],
      ['mesh', mesh?.mode, mesh],
    ];
  }
}

function hasSelector({ selector }: PeerAuthentication): boolean {
  return hasLabels(selector);
}

function readPeerAuthentication(
  policy: SelectingPolicy,
  manifest: Manifest,
  spec: Readonly<Record<string, unknown>>,
): PeerAuthentication {
  const ports = recordAt(spec, 'portLevelMtls');
  return {
    ...policy,
    manifest,
    mode: modeOf(recordAt(spec, 'mtls')),
    ports: new Map(Object.keys(ports).map((port) => [port, modeOf(recordAt(ports, port))])),
  };
}

function modeOf(mtls: Readonly<Record<string, unknown>>): ServerTlsMode | undefined {
  const mode = choiceAt(mtls, 'mode', ['UNSET', 'STRICT', 'PERMISSIVE', 'DISABLE']);
  return mode === 'UNSET' ? undefined : mode;
}

function ignore(policy: ObjectRef, because: string): IgnoredPolicy {
  return { ...refTo(policy), because };
}
