import { MESH } from '../../istiod/virtual-services/gateway-name';
import type { FieldPath } from '../../manifests/manifest';
import type { Rendering } from '../rendering';

/** A Gateway of this app, or a reference to one that is not part of it. */
export interface IGateway {
  /** The name of the Gateway object. */
  readonly gatewayName: string;

  /** The namespace of the Gateway; undefined if `kubectl apply` decides it. */
  readonly gatewayNamespace: string | undefined;
}

/**
 * All sidecars.
 *
 * @internal
 */
export const MESH_GATEWAY: IGateway = { gatewayName: MESH, gatewayNamespace: undefined };

/** @internal */
export function renderGateways(
  gateways: readonly IGateway[],
  rendering: Rendering,
  field: FieldPath,
): string[] {
  return gateways.map((gateway, i) => {
    const { gatewayName: name, gatewayNamespace: namespace } = gateway;
    if (gateway === MESH_GATEWAY) {
      return MESH;
    }
    const foreign = rendering.foreignNamespace([...field, i], { kind: 'Gateway', name, namespace });
    return foreign === undefined ? name : `${foreign}/${name}`;
  });
}
