import type { Finding } from '../catalogue/finding';
import { IST0106 } from '../catalogue/istio-traffic-codes';
import type { IstioVersion } from '../istiod/istio-version';
import { DEFAULT_MESH } from '../istiod/mesh-config';
import { MeshIndex } from '../istiod/mesh-index';
import type { Manifest } from '../manifests/manifest';
import { admitted } from './admitted';
import { admission } from './rules/objects/admission';

/** Why the API server or istiod's webhook refuses some of the objects, each looked at alone. */
export function refusals(manifests: readonly Manifest[], istio: IstioVersion): Finding[] {
  const { valid, findings } = admitted(manifests, istio);
  const index = new MeshIndex(valid, DEFAULT_MESH, [], istio);
  const refused = [...admission.check(index)].filter(({ type }) => type.code === IST0106.code);
  return [...findings, ...refused].filter(({ type }) => type.level === 'Error');
}
