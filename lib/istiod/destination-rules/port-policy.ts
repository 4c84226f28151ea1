import { type Fields, fieldsOf, objectsIn, optionalFields } from '../../manifests/fields';

/** The settings of a DestinationRule that decide how a request comes to an endpoint. */
export interface PortPolicy {
  readonly tls: Fields | undefined;
  readonly loadBalancer: Fields | undefined;
  readonly connectionPool: Fields | undefined;
}

/**
 * The traffic policy for a port of a Service, and for a subset if one is named. Settings for the port replace the general
 * ones as a whole; those of the subset override field by field. (G8)
 */
export function portPolicy(
  rule: { readonly trafficPolicy: Fields | undefined },
  port: number,
  subset: Fields | undefined,
): PortPolicy {
  const general = rule.trafficPolicy ?? {};
  const base = basePolicy(general, port);
  const ofSubset = optionalFields(subset?.trafficPolicy);
  if (!ofSubset) {
    return base;
  }
  const ofSubsetPort = settingsFor(port, ofSubset);
  if (ofSubsetPort) {
    return policyOf(ofSubsetPort);
  }
  const { tls, loadBalancer, connectionPool } = policyOf(ofSubset);
  return {
    tls: tls ?? base.tls,
    loadBalancer: loadBalancer ?? base.loadBalancer,
    connectionPool: connectionPool ?? base.connectionPool,
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
  };
}

function settingsFor(port: number, policy: Fields): Fields | undefined {
  return objectsIn(policy.portLevelSettings).find((settings) => fieldsOf(settings.port).number === port);
}
