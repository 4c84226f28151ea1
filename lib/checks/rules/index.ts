import type { Rule } from '../rule';
import { aliasPorts } from './destinations/alias-ports';
import { caCertificates } from './destinations/ca-certificates';
import { conflictingDestinationRules } from './destinations/conflicting-destination-rules';
import { destinationClusters } from './destinations/destination-clusters';
import { destinationEndpoints } from './destinations/destination-endpoints';
import { destinationHosts } from './destinations/destination-hosts';
import { destinationPorts } from './destinations/destination-ports';
import { destinationRulePods } from './destinations/destination-rule-pods';
import { destinationSubsets } from './destinations/destination-subsets';
import { gatewaySubsets } from './destinations/gateway-subsets';
import { hiddenTlsPolicies } from './destinations/hidden-tls-policies';
import { outsideTls } from './destinations/outside-tls';
import { portSettings } from './destinations/port-settings';
import { replacedPolicies } from './destinations/replaced-policies';
import { serviceEntryAddresses } from './destinations/service-entry-addresses';
import { serviceEntryProtocols } from './destinations/service-entry-protocols';
import { sidecarDestinations } from './destinations/sidecar-destinations';
import { tlsMismatches } from './destinations/tls-mismatches';
import { tlsModes } from './destinations/tls-modes';
import { unroutedSubsetPolicies } from './destinations/unrouted-subset-policies';
import { conflictingGateways } from './gateways/conflicting-gateways';
import { droppedServers } from './gateways/dropped-servers';
import { duplicateCertificates } from './gateways/duplicate-certificates';
import { gatewayIgnoresSubset } from './gateways/gateway-ignores-subset';
import { gatewayMatches } from './gateways/gateway-matches';
import { gatewayMutualTls } from './gateways/gateway-mutual-tls';
import { gatewayPorts } from './gateways/gateway-ports';
import { gatewayRoutes } from './gateways/gateway-routes';
import { gatewaySecrets } from './gateways/gateway-secrets';
import { gatewaysWithoutRoutes } from './gateways/gateways-without-routes';
import { httpsRedirects } from './gateways/https-redirects';
import { jwtClaimRoutes } from './gateways/jwt-claim-routes';
import { refusedListeners } from './gateways/refused-listeners';
import { settingsPastGateways } from './gateways/settings-past-gateways';
import { shadowedGatewayRoutes } from './gateways/shadowed-gateway-routes';
import { unservedHosts } from './gateways/unserved-hosts';
import { unshownGateways } from './gateways/unshown-gateways';
import { unverifiedClients } from './gateways/unverified-clients';
import { virtualServiceGateways } from './gateways/virtual-service-gateways';
import { annotations } from './injection/annotations';
import { applicationUid } from './injection/application-uid';
import { conflictingProxyConfigs } from './injection/conflicting-proxy-configs';
import { imageAuto } from './injection/image-auto';
import { ineffectiveInjection } from './injection/ineffective-injection';
import { misplacedInjectionLabel } from './injection/misplaced-injection-label';
import { missingProxy } from './injection/missing-proxy';
import { namespaceInjection } from './injection/namespace-injection';
import { prometheusPorts } from './injection/prometheus-ports';
import { proxyImage } from './injection/proxy-image';
import { templateAnnotations } from './injection/template-annotations';
import { unknownInjectionLabel } from './injection/unknown-injection-label';
import { unknownNamespaceInjection } from './injection/unknown-namespace-injection';
import { admission } from './objects/admission';
import { deprecatedFields } from './objects/deprecated-fields';
import { envoyFilterOperations } from './objects/envoy-filter-operations';
import { exportToNamespaces } from './objects/export-to-namespaces';
import { gatewayApiVersions } from './objects/gateway-api-versions';
import { otherRevision } from './objects/other-revision';
import { selectorsWithoutWorkloads } from './objects/selectors-without-workloads';
import { uncheckedFeatures } from './objects/unchecked-features';
import { authorizationPolicyNamespaces } from './security/authorization-policy-namespaces';
import { authorizationPolicyWorkloads } from './security/authorization-policy-workloads';
import { blockedCidrs } from './security/blocked-cidrs';
import { blocksBehindGateway } from './security/blocks-behind-gateway';
import { conflictingPeerAuthentications } from './security/conflicting-peer-authentications';
import { gatewayApiSelectors } from './security/gateway-api-selectors';
import { headlessWithoutMutualTls } from './security/headless-without-mutual-tls';
import { httpRulesOnTcpPorts } from './security/http-rules-on-tcp-ports';
import { policyHosts } from './security/policy-hosts';
import { policyPorts } from './security/policy-ports';
import { policyTargets } from './security/policy-targets';
import { serviceAccounts } from './security/service-accounts';
import { uncoveredWorkloads } from './security/uncovered-workloads';
import { unprovenIdentities } from './security/unproven-identities';
import { unverifiedIssuers } from './security/unverified-issuers';
import { unverifiedTokens } from './security/unverified-tokens';
import { httpOnTlsPort } from './services/http-on-tls-port';
import { repeatedServiceEntries } from './services/repeated-service-entries';
import { serviceAssociation } from './services/service-association';
import { serviceEndpoints } from './services/service-endpoints';
import { serviceEntryEndpoints } from './services/service-entry-endpoints';
import { servicePortNames } from './services/service-port-names';
import { targetPortProtocols } from './services/target-port-protocols';
import { undeclaredTargetPorts } from './services/undeclared-target-ports';
import { unselectedMachines } from './services/unselected-machines';
import { workloadGroups } from './services/workload-groups';
import { sidecarHosts } from './sidecars/sidecar-hosts';
import { sidecarSelectors } from './sidecars/sidecar-selectors';
import { sidecarsWithoutSelector } from './sidecars/sidecars-without-selector';
import { extensionProviders } from './telemetry/extension-providers';
import { lightstepProvider } from './telemetry/lightstep-provider';
import { telemetriesWithoutSelector } from './telemetry/telemetries-without-selector';
import { telemetryProviders } from './telemetry/telemetry-providers';
import { telemetrySelectors } from './telemetry/telemetry-selectors';
import { conflictingMeshHosts } from './virtual-services/conflicting-mesh-hosts';
import { coveredRoutes } from './virtual-services/covered-routes';
import { delegateRoutes } from './virtual-services/delegate-routes';
import { delegates } from './virtual-services/delegates';
import { faultsPastRetries } from './virtual-services/faults-past-retries';
import { hiddenVirtualServices } from './virtual-services/hidden-virtual-services';
import { meshPorts } from './virtual-services/mesh-ports';
import { meshRoutes } from './virtual-services/mesh-routes';
import { redirectLoops } from './virtual-services/redirect-loops';
import { rewrittenPrefixes } from './virtual-services/rewritten-prefixes';
import { unusedDelegates } from './virtual-services/unused-delegates';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  admission,
  aliasPorts,
  annotations,
  applicationUid,
  authorizationPolicyNamespaces,
  authorizationPolicyWorkloads,
  blockedCidrs,
  blocksBehindGateway,
  caCertificates,
  conflictingDestinationRules,
  conflictingGateways,
  conflictingMeshHosts,
  conflictingPeerAuthentications,
  conflictingProxyConfigs,
  coveredRoutes,
  delegateRoutes,
  delegates,
  deprecatedFields,
  destinationClusters,
  destinationEndpoints,
  destinationHosts,
  destinationPorts,
  destinationRulePods,
  destinationSubsets,
  droppedServers,
  duplicateCertificates,
  envoyFilterOperations,
  exportToNamespaces,
  extensionProviders,
  faultsPastRetries,
  gatewayApiSelectors,
  gatewayApiVersions,
  gatewayIgnoresSubset,
  gatewayMatches,
  gatewayMutualTls,
  gatewayPorts,
  gatewayRoutes,
  gatewaySecrets,
  gatewaySubsets,
  gatewaysWithoutRoutes,
  headlessWithoutMutualTls,
  hiddenTlsPolicies,
  hiddenVirtualServices,
  httpOnTlsPort,
  httpRulesOnTcpPorts,
  httpsRedirects,
  imageAuto,
  ineffectiveInjection,
  jwtClaimRoutes,
  lightstepProvider,
  meshPorts,
  meshRoutes,
  misplacedInjectionLabel,
  missingProxy,
  namespaceInjection,
  otherRevision,
  outsideTls,
  policyHosts,
  policyPorts,
  policyTargets,
  portSettings,
  prometheusPorts,
  proxyImage,
  redirectLoops,
  refusedListeners,
  repeatedServiceEntries,
  replacedPolicies,
  rewrittenPrefixes,
  selectorsWithoutWorkloads,
  serviceAccounts,
  serviceAssociation,
  serviceEndpoints,
  serviceEntryAddresses,
  serviceEntryEndpoints,
  serviceEntryProtocols,
  servicePortNames,
  settingsPastGateways,
  shadowedGatewayRoutes,
  sidecarDestinations,
  sidecarHosts,
  sidecarSelectors,
  sidecarsWithoutSelector,
  targetPortProtocols,
  telemetriesWithoutSelector,
  telemetryProviders,
  telemetrySelectors,
  templateAnnotations,
  tlsMismatches,
  tlsModes,
  uncheckedFeatures,
  uncoveredWorkloads,
  undeclaredTargetPorts,
  unknownInjectionLabel,
  unknownNamespaceInjection,
  unprovenIdentities,
  unroutedSubsetPolicies,
  unselectedMachines,
  unservedHosts,
  unshownGateways,
  unusedDelegates,
  unverifiedClients,
  unverifiedIssuers,
  unverifiedTokens,
  virtualServiceGateways,
  workloadGroups,
];
