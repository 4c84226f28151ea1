import type { Rule } from '../message';
import { admission } from './admission';
import { annotations } from './annotations';
import { applicationUid } from './application-uid';
import { authorizationPolicyNamespaces } from './authorization-policy-namespaces';
import { authorizationPolicyWorkloads } from './authorization-policy-workloads';
import { blockedCidrs } from './blocked-cidrs';
import { caCertificates } from './ca-certificates';
import { conflictingDestinationRules } from './conflicting-destination-rules';
import { conflictingGateways } from './conflicting-gateways';
import { conflictingMeshHosts } from './conflicting-mesh-hosts';
import { conflictingPeerAuthentications } from './conflicting-peer-authentications';
import { delegates } from './delegates';
import { deprecatedFields } from './deprecated-fields';
import { destinationClusters } from './destination-clusters';
import { destinationHosts } from './destination-hosts';
import { destinationRulePods } from './destination-rule-pods';
import { destinationSubsets } from './destination-subsets';
import { droppedServers } from './dropped-servers';
import { duplicateCertificates } from './duplicate-certificates';
import { envoyFilterOperations } from './envoy-filter-operations';
import { gatewayIgnoresSubset } from './gateway-ignores-subset';
import { gatewayMatches } from './gateway-matches';
import { gatewayPorts } from './gateway-ports';
import { gatewayRoutes } from './gateway-routes';
import { gatewaySecrets } from './gateway-secrets';
import { gatewaySubsets } from './gateway-subsets';
import { hiddenVirtualServices } from './hidden-virtual-services';
import { imageAuto } from './image-auto';
import { ineffectiveInjection } from './ineffective-injection';
import { jwtClaimRoutes } from './jwt-claim-routes';
import { lightstepProvider } from './lightstep-provider';
import { meshPorts } from './mesh-ports';
import { meshRoutes } from './mesh-routes';
import { misplacedInjectionLabel } from './misplaced-injection-label';
import { missingProxy } from './missing-proxy';
import { namespaceInjection } from './namespace-injection';
import { policyPorts } from './policy-ports';
import { policyTargets } from './policy-targets';
import { portSettings } from './port-settings';
import { proxyImage } from './proxy-image';
import { regularExpressions } from './regular-expressions';
import { serviceAccounts } from './service-accounts';
import { serviceAssociation } from './service-association';
import { serviceEndpoints } from './service-endpoints';
import { serviceEntryAddresses } from './service-entry-addresses';
import { servicePortNames } from './service-port-names';
import { shadowedGatewayRoutes } from './shadowed-gateway-routes';
import { sidecarSelectors } from './sidecar-selectors';
import { sidecarsWithoutSelector } from './sidecars-without-selector';
import { targetPortProtocols } from './target-port-protocols';
import { telemetriesWithoutSelector } from './telemetries-without-selector';
import { telemetryProviders } from './telemetry-providers';
import { telemetrySelectors } from './telemetry-selectors';
import { templateAnnotations } from './template-annotations';
import { tlsModes } from './tls-modes';
import { unknownInjectionLabel } from './unknown-injection-label';
import { unknownNamespaceInjection } from './unknown-namespace-injection';
import { unverifiedTokens } from './unverified-tokens';
import { virtualServiceGateways } from './virtual-service-gateways';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  admission,
  annotations,
  applicationUid,
  authorizationPolicyNamespaces,
  authorizationPolicyWorkloads,
  blockedCidrs,
  caCertificates,
  conflictingDestinationRules,
  conflictingGateways,
  conflictingMeshHosts,
  conflictingPeerAuthentications,
  delegates,
  deprecatedFields,
  destinationClusters,
  destinationHosts,
  destinationRulePods,
  destinationSubsets,
  droppedServers,
  duplicateCertificates,
  envoyFilterOperations,
  gatewayIgnoresSubset,
  gatewayMatches,
  gatewayPorts,
  gatewayRoutes,
  gatewaySecrets,
  gatewaySubsets,
  hiddenVirtualServices,
  imageAuto,
  ineffectiveInjection,
  jwtClaimRoutes,
  lightstepProvider,
  meshPorts,
  meshRoutes,
  misplacedInjectionLabel,
  missingProxy,
  namespaceInjection,
  policyPorts,
  policyTargets,
  portSettings,
  proxyImage,
  regularExpressions,
  serviceAccounts,
  serviceAssociation,
  serviceEndpoints,
  serviceEntryAddresses,
  servicePortNames,
  shadowedGatewayRoutes,
  sidecarSelectors,
  sidecarsWithoutSelector,
  targetPortProtocols,
  telemetriesWithoutSelector,
  telemetryProviders,
  telemetrySelectors,
  templateAnnotations,
  tlsModes,
  unknownInjectionLabel,
  unknownNamespaceInjection,
  unverifiedTokens,
  virtualServiceGateways,
];
