import type { Rule } from '../message';
import { authorizationPolicyNamespaces } from './authorization-policy-namespaces';
import { authorizationPolicyWorkloads } from './authorization-policy-workloads';
import { blockedCidrs } from './blocked-cidrs';
import { caCertificates } from './ca-certificates';
import { deprecatedFields } from './deprecated-fields';
import { destinationRulePods } from './destination-rule-pods';
import { envoyFilterOperations } from './envoy-filter-operations';
import { lightstepProvider } from './lightstep-provider';
import { serviceEntryAddresses } from './service-entry-addresses';
import { sidecarSelectors } from './sidecar-selectors';
import { sidecarsWithoutSelector } from './sidecars-without-selector';
import { telemetriesWithoutSelector } from './telemetries-without-selector';
import { telemetryProviders } from './telemetry-providers';
import { telemetrySelectors } from './telemetry-selectors';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  authorizationPolicyNamespaces,
  authorizationPolicyWorkloads,
  blockedCidrs,
  caCertificates,
  deprecatedFields,
  destinationRulePods,
  envoyFilterOperations,
  lightstepProvider,
  serviceEntryAddresses,
  sidecarSelectors,
  sidecarsWithoutSelector,
  telemetriesWithoutSelector,
  telemetryProviders,
  telemetrySelectors,
];
