import { type Fields, fieldsOf, objectsIn, optionalFields } from '../../manifests/fields';
import { isAtLeast } from '../istio-version';
import type { MeshIndex } from '../mesh-index';

/** The settings of a DestinationRule that decide how a request comes to an endpoint. */
export interface PortPolicy {
  readonly tls: Fields | undefined;
  readonly loadBalancer: Fields | undefined;
  readonly connectionPool: Fields | undefined;
  readonly outlierDetection: Fields | undefined;
  /** The settings that are for all ports together, and that `portLevelSettings` of the rule replace by nothing. */
  readonly ofEveryPort: Fields;
}

const OF_EVERY_PORT = ['proxyProtocol', 'retryBudget', 'tunnel'] as const;

/**
 * The traffic policy that a proxy follows for a port of a Service: that of the DestinationRule, if there is one, and the
 * mesh's `defaultTrafficPolicy` where the rule has no connection pool or no outlier detection. (G8, V21)
 */
export function effectivePolicy(
  { mesh, istio }: MeshIndex,
  rule: { readonly trafficPolicy: Fields | undefined } | undefined,
  port: number,
  subset: Fields | undefined,
): PortPolicy | undefined {
  const ofMesh = isAtLeast(istio, '1.31') ? optionalFields(mesh.defaultTrafficPolicy) : undefined;
  if (!rule) {
    const { connectionPool, outlierDetection } = ofMesh ?? {};
    return ofMesh && policyOf({ connectionPool, outlierDetection });
  }
  return portPolicy(rule, port, subset, ofMesh);
}

/**
 * The traffic policy for a port of a Service, and for a subset if one is named. Settings for the port replace the general
 * ones as a whole; those of the subset override field by field. (G8)
 */
export function portPolicy(
  rule: { readonly trafficPolicy: Fields | undefined },
  port: number,
  subset: Fields | undefined,
  ofMesh: Fields = {},
): PortPolicy {
  const general = rule.trafficPolicy ?? {};
  const ofRule = basePolicy(general, port);
  const base = {
    ...ofRule,
    connectionPool: ofRule.connectionPool ?? optionalFields(ofMesh.connectionPool),
    outlierDetection: ofRule.outlierDetection ?? optionalFields(ofMesh.outlierDetection),
  };
  const ofSubset = optionalFields(subset?.trafficPolicy);
  if (!ofSubset) {
    return base;
  }
  const own = policyOf(ofSubset);
  const ofEveryPort = { ...base.ofEveryPort, ...own.ofEveryPort };
  const ofSubsetPort = settingsFor(port, ofSubset);
  if (ofSubsetPort) {
    return { ...policyOf(ofSubsetPort), ofEveryPort };
  }
  return {
    tls: own.tls ?? base.tls,
    loadBalancer: own.loadBalancer ?? base.loadBalancer,
    connectionPool: own.connectionPool ?? base.connectionPool,
    outlierDetection: own.outlierDetection ?? base.outlierDetection,
    ofEveryPort,
  };
}

/** The settings for the port, else the general ones. DISABLE for all ports holds for a port whose settings have no `tls`. (W8) */
function basePolicy(general: Fields, port: number): PortPolicy {
  const ofAll = policyOf(general);
  const ofPort = settingsFor(port, general);
  if (!ofPort) {
    return ofAll;
  }
  const policy = policyOf(ofPort);
  return !policy.tls && ofAll.tls?.mode === 'DISABLE' ? { ...policy, tls: ofAll.tls } : policy;
}

function policyOf(fields: Fields): PortPolicy {
  return {
    tls: optionalFields(fields.tls),
    loadBalancer: optionalFields(fields.loadBalancer),
    connectionPool: optionalFields(fields.connectionPool),
    outlierDetection: optionalFields(fields.outlierDetection),
    ofEveryPort: Object.fromEntries(
      OF_EVERY_PORT.flatMap((name) => (optionalFields(fields[name]) ? [[name, fields[name]]] : [])),
    ),
  };
}

function settingsFor(port: number, policy: Fields): Fields | undefined {
  return objectsIn(policy.portLevelSettings).find((settings) => fieldsOf(settings.port).number === port);
}
