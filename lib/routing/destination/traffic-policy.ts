import type { DestinationRule } from '../../istiod/destination-rules/destination-rules';
import { type Fields, fieldsOf, objectsIn, optionalFields } from '../../manifests/fields';

/** What of a DestinationRule decides how a request gets to an endpoint. */
export interface PortPolicy {
  readonly tls: Fields | undefined;
  readonly loadBalancer: Fields | undefined;
}

/** The policy for one port of a Service and a subset: that of the port replaces, that of the subset overrides. (G8) */
export function portPolicy(rule: DestinationRule, port: number, subset: Fields | undefined): PortPolicy {
  const general = rule.trafficPolicy ?? {};
  const base = policyOf(entryFor(general, port) ?? general);
  const own = optionalFields(subset?.trafficPolicy);
  if (!own) {
    return base;
  }
  const ofPort = entryFor(own, port);
  if (ofPort) {
    return policyOf(ofPort);
  }
  const { tls, loadBalancer } = policyOf(own);
  return { tls: tls ?? base.tls, loadBalancer: loadBalancer ?? base.loadBalancer };
}

function policyOf(fields: Fields): PortPolicy {
  return { tls: optionalFields(fields.tls), loadBalancer: optionalFields(fields.loadBalancer) };
}

function entryFor(policy: Fields, port: number): Fields | undefined {
  return objectsIn(policy.portLevelSettings).find((entry) => fieldsOf(entry.port).number === port);
}
