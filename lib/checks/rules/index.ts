import type { Rule } from '../message';
import { conflictingDestinationRules } from './conflicting-destination-rules';
import { conflictingPeerAuthentications } from './conflicting-peer-authentications';
import { delegates } from './delegates';
import { destinationClusters } from './destination-clusters';
import { droppedServers } from './dropped-servers';
import { gatewayMatches } from './gateway-matches';
import { gatewayRoutes } from './gateway-routes';
import { gatewaySubsets } from './gateway-subsets';
import { hiddenVirtualServices } from './hidden-virtual-services';
import { meshPorts } from './mesh-ports';
import { meshRoutes } from './mesh-routes';
import { policyPorts } from './policy-ports';
import { policyTargets } from './policy-targets';
import { portSettings } from './port-settings';
import { serviceAccounts } from './service-accounts';
import { serviceEndpoints } from './service-endpoints';
import { shadowedGatewayRoutes } from './shadowed-gateway-routes';
import { tlsModes } from './tls-modes';
import { unverifiedTokens } from './unverified-tokens';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  conflictingDestinationRules,
  conflictingPeerAuthentications,
  delegates,
  destinationClusters,
  droppedServers,
  gatewayMatches,
  gatewayRoutes,
  gatewaySubsets,
  hiddenVirtualServices,
  meshPorts,
  meshRoutes,
  policyPorts,
  policyTargets,
  portSettings,
  serviceAccounts,
  serviceEndpoints,
  shadowedGatewayRoutes,
  tlsModes,
  unverifiedTokens,
];
