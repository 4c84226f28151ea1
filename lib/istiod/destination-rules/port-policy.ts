import { type Fields, fieldsOf, objectsIn, optionalFields } from '../../manifests/fields';

/** The settings of a DestinationRule that decide how a request comes to an endpoint. */
export interface PortPolicy {
  readonly tls: Fields | undefined;
  readonly loadBalancer: Fields | undefined;
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
  const base = policyOf(settingsFor(port, general) ?? general);
  const ofSubset = optionalFields(subset?.trafficPolicy);
  if (!ofSubset) {
    return base;
  }
  const ofSubsetPort = settingsFor(port, ofSubset);
  if (ofSubsetPort) {
    return policyOf(ofSubsetPort);
  }
  const { tls, loadBalancer } = policyOf(ofSubset);
  return { tls: tls ?? base.tls, loadBalancer: loadBalancer ?? base.loadBalancer };
}

function policyOf(fields: Fields): PortPolicy {
  return { tls: optionalFields(fields.tls), loadBalancer: optionalFields(fields.loadBalancer) };
}

function settingsFor(port: number, policy: Fields): Fields | undefined {
  return objectsIn(policy.portLevelSettings).find((settings) => fieldsOf(settings.port).number === port);
}
