import { ISTIO_GROUPS } from '../../manifests/kinds';
import { type FieldPath, isRecord, type Manifest } from '../../manifests/manifest';
import type { References } from '../references';
import { destinationRule } from './destination-rule/destination-rule';
import { envoyFilter } from './extensions/envoy-filter';
import { trafficExtension, wasmPlugin } from './extensions/extensions';
import { CannotSay, Fields, type Patch } from './fields';
import { gateway } from './gateway/gateway';
import type { Raised } from './raised';
import { peerAuthentication, requestAuthentication } from './security/authentication';
import { authorizationPolicy } from './security/authorization-policy';
import { sidecar } from './sidecar';
import { telemetry } from './telemetry';
import { serviceEntry } from './traffic/service-entry';
import { virtualService } from './traffic/virtual-service';
import { proxyConfig } from './workloads/proxy-config';
import { workloadEntry, workloadGroup } from './workloads/workload-entry';

export type { Patch } from './fields';
export type { Raised } from './raised';

/** A construct, and what its properties cannot say: fields to add to its raw object. */
export type Construct = Raised & { readonly patches: readonly Patch[] };

/** A field for which the construct of an object cannot be used. */
export interface Unsaid {
  readonly unsaid: FieldPath;
}

const KINDS = new Map<string, (spec: Fields) => Raised>(
  Object.entries({
    AuthorizationPolicy: authorizationPolicy,
    DestinationRule: destinationRule,
    EnvoyFilter: envoyFilter,
    Gateway: gateway,
    PeerAuthentication: peerAuthentication,
    ProxyConfig: proxyConfig,
    RequestAuthentication: requestAuthentication,
    ServiceEntry: serviceEntry,
    Sidecar: sidecar,
    Telemetry: telemetry,
    TrafficExtension: trafficExtension,
    VirtualService: virtualService,
    WasmPlugin: wasmPlugin,
    WorkloadEntry: workloadEntry,
    WorkloadGroup: workloadGroup,
  }),
);

/**
 * The construct that makes an object of Istio. Whoever calls this compares the object that the construct makes with the manifest.
 *
 * @returns undefined if there is no construct for the kind
 */
export function istioConstruct(manifest: Manifest, references: References): Construct | Unsaid | undefined {
  const raise = ISTIO_GROUPS.includes(manifest.group) ? KINDS.get(manifest.kind) : undefined;
  const { spec } = manifest.object;
  if (!raise) {
    return undefined;
  }
  if (!isRecord(spec)) {
    return { unsaid: ['spec'] };
  }
  const patches: Patch[] = [];
  const spot = { path: ['spec'], conversion: { manifest, references, patches } };
  try {
    const raised = Fields.of(spec, spot, raise);
    const lost = patches.find((patch) => !isWorthwhile(patch));
    return lost ? { unsaid: lost.because } : { ...raised, patches };
  } catch (error) {
    if (error instanceof CannotSay) {
      return { unsaid: error.field };
    }
    throw error;
  }
}

/** Without its list of routes, servers or rules, not much would be left of a construct. */
function isWorthwhile({ field, value }: Patch): boolean {
  const isMainList = field.length === 2 && Array.isArray(value) && value.some(isRecord);
  // A JSON patch does not add a field such as `toString`, which every object has.
  return !isMainList && !field.some((step) => step in Object.prototype);
}
