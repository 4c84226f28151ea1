import type { Rule } from '../message';
import { annotations } from './annotations';
import { applicationUid } from './application-uid';
import { authorizationPolicyNamespaces } from './authorization-policy-namespaces';
import { authorizationPolicyWorkloads } from './authorization-policy-workloads';
import { blockedCidrs } from './blocked-cidrs';
import { caCertificates } from './ca-certificates';
import { conflictingGateways } from './conflicting-gateways';
import { conflictingMeshHosts } from './conflicting-mesh-hosts';
import { deprecatedFields } from './deprecated-fields';
import { destinationHosts } from './destination-hosts';
import { destinationRulePods } from './destination-rule-pods';
import { destinationSubsets } from './destination-subsets';
import { duplicateCertificates } from './duplicate-certificates';
import { envoyFilterOperations } from './envoy-filter-operations';
import { gatewayIgnoresSubset } from './gateway-ignores-subset';
import { gatewayPorts } from './gateway-ports';
import { gatewaySecrets } from './gateway-secrets';
import { imageAuto } from './image-auto';
import { ineffectiveInjection } from './ineffective-injection';
import { jwtClaimRoutes } from './jwt-claim-routes';
import { lightstepProvider } from './lightstep-provider';
import { misplacedInjectionLabel } from './misplaced-injection-label';
import { missingProxy } from './missing-proxy';
import { namespaceInjection } from './namespace-injection';
import { proxyImage } from './proxy-image';
import { regularExpressions } from './regular-expressions';
import { serviceAssociation } from './service-association';
import { serviceEntryAddresses } from './service-entry-addresses';
import { servicePortNames } from './service-port-names';
import { sidecarSelectors } from './sidecar-selectors';
import { sidecarsWithoutSelector } from './sidecars-without-selector';
import { targetPortProtocols } from './target-port-protocols';
import { telemetriesWithoutSelector } from './telemetries-without-selector';
import { telemetryProviders } from './telemetry-providers';
import { telemetrySelectors } from './telemetry-selectors';
import { templateAnnotations } from './template-annotations';
import { unknownInjectionLabel } from './unknown-injection-label';
import { unknownNamespaceInjection } from './unknown-namespace-injection';
import { virtualServiceGateways } from './virtual-service-gateways';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  annotations,
  applicationUid,
  authorizationPolicyNamespaces,
  authorizationPolicyWorkloads,
  blockedCidrs,
  caCertificates,
  conflictingGateways,
  conflictingMeshHosts,
  deprecatedFields,
  destinationHosts,
  destinationRulePods,
  destinationSubsets,
  duplicateCertificates,
  envoyFilterOperations,
  gatewayIgnoresSubset,
  gatewayPorts,
  gatewaySecrets,
  imageAuto,
  ineffectiveInjection,
  jwtClaimRoutes,
  lightstepProvider,
  misplacedInjectionLabel,
  missingProxy,
  namespaceInjection,
  proxyImage,
  regularExpressions,
  serviceAssociation,
  serviceEntryAddresses,
  servicePortNames,
  sidecarSelectors,
  sidecarsWithoutSelector,
  targetPortProtocols,
  telemetriesWithoutSelector,
  telemetryProviders,
  telemetrySelectors,
  templateAnnotations,
  unknownInjectionLabel,
  unknownNamespaceInjection,
  virtualServiceGateways,
];
