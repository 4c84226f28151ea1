import { isRecord } from './manifest';

/**
 * What the checks and the routing ask of the mesh's configuration. Fields that Istio has and these do not read are kept.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export interface MeshConfig {
  /** @default "istio-system" */
  readonly rootNamespace: string;
  /** @default "cluster.local" */
  readonly trustDomain: string;
  readonly [field: string]: unknown;
}

/** The configuration that `istioctl install` leaves a mesh with. */
export const DEFAULT_MESH: MeshConfig = { rootNamespace: 'istio-system', trustDomain: 'cluster.local' };

/** The configuration, with Istio's defaults where it says nothing. */
export function meshConfigOf(value: unknown): MeshConfig {
  if (!isRecord(value)) {
    return DEFAULT_MESH;
  }
  const { rootNamespace, trustDomain } = value;
  return {
    ...value,
    rootNamespace: textOr(rootNamespace, DEFAULT_MESH.rootNamespace),
    trustDomain: textOr(trustDomain, DEFAULT_MESH.trustDomain),
  };
}

function textOr(value: unknown, instead: string): string {
  return typeof value === 'string' && value !== '' ? value : instead;
}
