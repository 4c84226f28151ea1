import type { Manifest } from '../manifests/manifest';
import { ManifestIndex } from '../manifests/manifest-index';
import { DEFAULT_MESH, type MeshConfig } from './mesh-config';

/**
 * The manifests of a mesh together with its configuration: all that istiod computes from. Each fact about the mesh is a
 * view of this index, such as `index.view(workloadsOf)`.
 */
export class MeshIndex extends ManifestIndex {
  /**
   * @param manifests of one name, the first counts
   * @param mesh the configuration of the mesh
   * @param opaque objects that exist and that nothing can be read from; in the namespace `*`, wherever they are asked for
   */
  constructor(
    manifests: Iterable<Manifest>,
    readonly mesh: MeshConfig = DEFAULT_MESH,
    opaque: Iterable<Manifest> = [],
  ) {
    super(manifests, opaque);
  }
}
