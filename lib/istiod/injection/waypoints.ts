import type { Manifest } from '../../manifests/manifest';
import type { MeshIndex } from '../mesh-index';
import { USE_WAYPOINT } from './injection-labels';
import { namespaceLabels } from './namespaces';

/** The name of the waypoint that takes the requests to a Service; undefined without one. */
export function waypointOf(index: MeshIndex, { namespace, labels }: Manifest): string | undefined {
  const name = labels[USE_WAYPOINT] ?? namespaceLabels(index, namespace)?.[USE_WAYPOINT];
  return name === 'none' ? undefined : name;
}
