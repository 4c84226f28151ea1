import { PEER_AUTHENTICATION } from '../../manifests/kinds';
import type { MeshIndex } from '../mesh-index';
import type { Workload } from '../workloads/workloads';
import {
  type IgnoredPolicy,
  type PolicyReference,
  readPolicies,
  referenceTo,
  type SelectingPolicy,
} from './policy';
import { SelectedPolicies } from './selected-policies';
import { choiceAt, recordAt, selectorAt } from './shape';

/** What the sidecar of a pod takes: only mutual TLS, mutual TLS and anything else, or no mutual TLS. */
export type ServerTlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** How wide the setting reaches that decided. */
export type PeerAuthenticationScope = 'port' | 'workload' | 'namespace' | 'mesh' | 'default';

/** What the sidecar of a pod takes on a port, and why. */
export interface ServerTls {
  readonly mode: ServerTlsMode;
  readonly scope: PeerAuthenticationScope;
  /** The PeerAuthentication that decided; absent where nobody says anything. */
  readonly by?: PolicyReference;
  /** Others for the same pods, which decide nothing. */
  readonly ignored: readonly IgnoredPolicy[];
}

interface PeerAuthentication extends SelectingPolicy {
  /** Undefined where it leaves the mode to the wider scope. */
  readonly mode: ServerTlsMode | undefined;
  /** By the pods' own ports. */
  readonly ports: ReadonlyMap<string, ServerTlsMode | undefined>;
}

/** What the sidecars of a workload take on one of its pods' ports. (H1) */
export function serverTls(index: MeshIndex, workload: Workload, port: number): ServerTls {
  return index.view(peerAuthenticationsOf).serverTls(workload, port);
}

/**
 * What the PeerAuthentications for a whole namespace, or else for the mesh, say: by that clients decide whether to try
 * mutual TLS. Undefined where there is none of both. (G11)
 */
export function namespaceMode(index: MeshIndex, namespace: string): ServerTlsMode | undefined {
  return index.view(peerAuthenticationsOf).namespaceMode(namespace);
}

/** The PeerAuthentications that count for no pod at all. */
export function ignoredPeerAuthentications(index: MeshIndex): readonly IgnoredPolicy[] {
  return index.view(peerAuthenticationsOf).ignored;
}

function peerAuthenticationsOf(index: MeshIndex): PeerAuthentications {
  return new PeerAuthentications(index);
}

class PeerAuthentications {
  readonly ignored: readonly IgnoredPolicy[];
  private readonly wide = new Map<string, PeerAuthentication>();
  private readonly narrow: SelectedPolicies<PeerAuthentication>;
  private readonly root: string;

  constructor(index: MeshIndex) {
    this.root = index.mesh.rootNamespace;
    const { policies, ignored } = readPolicies(index, PEER_AUTHENTICATION, read);
    const extra: IgnoredPolicy[] = [];
    const selecting: PeerAuthentication[] = [];
    for (const policy of policies) {
      const isWide = Object.keys(policy.selector).length === 0;
      const older = isWide ? this.wide.get(policy.namespace) : undefined;
      if (older) {
        extra.push(ignore(policy, `"${older.name}" is for all of namespace "${older.namespace}" already`));
      } else if (isWide) {
        this.wide.set(policy.namespace, policy);
      } else if (policy.namespace === this.root) {
        extra.push(ignore(policy, 'it has a selector, which counts for nothing in the root namespace'));
      } else {
        selecting.push(policy);
      }
    }
    this.narrow = new SelectedPolicies(selecting);
    this.ignored = [...ignored, ...extra];
  }

  serverTls(workload: Workload, port: number): ServerTls {
    const [own, ...others] = this.narrow.of(workload);
    const ignored = others.map((other) => ignore(other, `"${own?.name}" is for the same pods already`));
    const settings: readonly [PeerAuthenticationScope, ServerTlsMode | undefined, PolicyReference?][] = [
      ['port', own?.ports.get(String(port)), own],
      ['workload', own?.mode, own],
      ...this.wideSettings(workload.namespace),
    ];
    for (const [scope, mode, by] of settings) {
      if (mode && by) {
        return { mode, scope, by: referenceTo(by), ignored };
      }
    }
    return { mode: 'PERMISSIVE', scope: 'default', ignored };
  }

  namespaceMode(namespace: string): ServerTlsMode | undefined {
    const settings = this.wideSettings(namespace);
    const isSaid = settings.some(([, , by]) => by !== undefined);
    return settings.find(([, mode]) => mode)?.[1] ?? (isSaid ? 'PERMISSIVE' : undefined);
  }

  private wideSettings(
    namespace: string,
  ): [PeerAuthenticationScope, ServerTlsMode | undefined, PolicyReference?][] {
    const mesh = this.wide.get(this.root);
    const own = namespace === this.root ? undefined : this.wide.get(namespace);
    return [
      ['namespace', own?.mode, own],
      ['mesh', mesh?.mode, mesh],
    ];
  }
}

function read(reference: PolicyReference, spec: Readonly<Record<string, unknown>>): PeerAuthentication {
  const ports = recordAt(spec, 'portLevelMtls');
  return {
    ...referenceTo(reference),
    selector: selectorAt(spec),
    mode: modeOf(recordAt(spec, 'mtls')),
    ports: new Map(Object.keys(ports).map((port) => [port, modeOf(recordAt(ports, port))])),
  };
}

function modeOf(mtls: Readonly<Record<string, unknown>>): ServerTlsMode | undefined {
  const mode = choiceAt(mtls, 'mode', ['UNSET', 'STRICT', 'PERMISSIVE', 'DISABLE']);
  return mode === 'UNSET' ? undefined : mode;
}

function ignore(policy: PolicyReference, because: string): IgnoredPolicy {
  return { ...referenceTo(policy), because };
}
