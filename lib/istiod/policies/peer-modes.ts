import { memoized } from '../../manifests/collections';
import { fieldsOf, textOrEmpty } from '../../manifests/fields';
import { PEER_AUTHENTICATION } from '../../manifests/kinds';
import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { oldestFirst } from '../oldest-first';
import type { Workload } from '../workloads/workloads';
import { Policies, policySelector } from './policies';

/** What a sidecar accepts: mutual TLS of the mesh, plain text too, or nothing but plain text. */
export type PeerMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** What the sidecar of a workload accepts on one of its ports; ask for it by `index.view(peerModes)`. (H1) */
export function peerModes(index: MeshIndex): (workload: Workload, port: number) => PeerMode {
  const policies = new Policies(index, PEER_AUTHENTICATION);
  const { rootNamespace } = index.mesh;
  const scopes = memoized(
    (workload: Workload) => workload,
    (workload) => {
      const inNamespace = policies.in(workload.namespace, workload);
      const isRoot = workload.namespace === rootNamespace;
      return {
        own: isRoot ? undefined : oldest(inNamespace.filter(hasSelector)),
        namespace: isRoot ? undefined : oldest(inNamespace.filter((one) => !hasSelector(one))),
        mesh: oldest(policies.in(rootNamespace, workload).filter((one) => !hasSelector(one))),
      };
    },
  );
  return (workload, port) => {
    const { own, namespace, mesh } = scopes(workload);
    const { portLevelMtls } = fieldsOf(own?.spec);
    return (
      modeIn(fieldsOf(portLevelMtls)[port]) ??
      modeOf(own) ??
      modeOf(namespace) ??
      modeOf(mesh) ??
      'PERMISSIVE'
    );
  };
}

function hasSelector(policy: Manifest): boolean {
  return Object.keys(policySelector(policy)).length > 0;
}

function oldest(policies: readonly Manifest[]): Manifest | undefined {
  return oldestFirst(policies)[0];
}

function modeOf(policy: Manifest | undefined): PeerMode | undefined {
  return modeIn(fieldsOf(policy?.spec).mtls);
}

/** Undefined where it is inherited. */
function modeIn(mtls: unknown): PeerMode | undefined {
  const mode = textOrEmpty(fieldsOf(mtls).mode);
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE' ? mode : undefined;
}
