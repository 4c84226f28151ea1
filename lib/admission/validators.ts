import type { IstioVersion } from '../istiod/istio-version';
import { validateDestinationRule } from './destination-rule/destination-rule';
import { validateEnvoyFilter } from './extensions/envoy-filter';
import { validateTelemetry } from './extensions/telemetry';
import { validateTrafficExtension } from './extensions/traffic-extension';
import { validateWasmPlugin } from './extensions/wasm-plugin';
import { validateGateway } from './gateway/gateway';
import { metadataProblems } from './metadata';
import type { Problem } from './problem';
import { validateAuthorizationPolicy } from './security/authorization-policy';
import { validatePeerAuthentication } from './security/peer-authentication';
import { validateRequestAuthentication } from './security/request-authentication';
import type { AdmissionObject, Validator } from './validator';
import { validateVirtualService } from './virtual-service/virtual-service';
import { validateProxyConfig } from './workloads/proxy-config';
import { validateServiceEntry } from './workloads/service-entry';
import { validateSidecar } from './workloads/sidecar';
import { validateWorkloadEntry } from './workloads/workload-entry';
import { validateWorkloadGroup } from './workloads/workload-group';

/** Istio's kinds, and what validates an object of each. */
export const VALIDATORS: ReadonlyMap<string, Validator<never>> = new Map<string, Validator<never>>(
  Object.entries({
    AuthorizationPolicy: validateAuthorizationPolicy,
    DestinationRule: validateDestinationRule,
    EnvoyFilter: validateEnvoyFilter,
    Gateway: validateGateway,
    PeerAuthentication: validatePeerAuthentication,
    ProxyConfig: validateProxyConfig,
    RequestAuthentication: validateRequestAuthentication,
    ServiceEntry: validateServiceEntry,
    Sidecar: validateSidecar,
    Telemetry: validateTelemetry,
    TrafficExtension: validateTrafficExtension,
    VirtualService: validateVirtualService,
    WasmPlugin: validateWasmPlugin,
    WorkloadEntry: validateWorkloadEntry,
    WorkloadGroup: validateWorkloadGroup,
  }),
);

/** All that is wrong with an object of Istio's, looking at nothing but the object. (M) */
export function problemsOf(kind: string, object: AdmissionObject, istio: IstioVersion): Problem[] {
  const problems = [...metadataProblems(kind, object)];
  try {
    problems.push(...(VALIDATORS.get(kind)?.(object as AdmissionObject<never>, istio) ?? []));
  } catch (error) {
    // The schema and the types of the constructs let nothing pass that would come here, but JSON patches and casts do.
    const message = `does not have the shape that ${kind} needs (${(error as Error).message}); look at JSON patches and casts`;
    problems.push({ field: ['spec'], message });
  }
  return problems;
}
