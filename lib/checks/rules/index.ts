import type { Rule } from '../message';
import { delegates } from './delegates';
import { droppedServers } from './dropped-servers';
import { gatewayMatches } from './gateway-matches';
import { gatewayRoutes } from './gateway-routes';
import { gatewaySubsets } from './gateway-subsets';
import { hiddenVirtualServices } from './hidden-virtual-services';
import { shadowedGatewayRoutes } from './shadowed-gateway-routes';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  delegates,
  droppedServers,
  gatewayMatches,
  gatewayRoutes,
  gatewaySubsets,
  hiddenVirtualServices,
  shadowedGatewayRoutes,
];
