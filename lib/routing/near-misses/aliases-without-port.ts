import { portOf } from '../../istiod/registry/mesh-service';
import { serviceRegistryOf } from '../../istiod/registry/service-registry';
import { refTo } from '../../manifests/object-ref';
import type { Client } from '../destination/client';
import type { DestinationRef } from '../result';
import type { NearMiss } from './near-miss';

/** The Service of type ExternalName that a sidecar does not follow, because it lacks the port that its client calls. (G2, G3) */
export function* aliasesWithoutPort(
  { index, role }: Client,
  { host }: DestinationRef,
  calledPort: number,
): Iterable<NearMiss> {
  const [alias] = index.view(serviceRegistryOf).named(host);
  if (role !== 'sidecar' || alias?.aliasOf === undefined || portOf(alias, calledPort)) {
    return;
  }
  const others = alias.ports.map(({ number }) => number).join(', ') || 'none';
  yield {
    object: refTo(alias.manifest),
    because: `is another name of "${alias.aliasOf}", but the sidecar follows it only on its own ports: it has no port ${calledPort}, it has ${others}`,
  };
}
