import type { Rule } from '../message';
import { admission } from './admission';
import { conflictingGateways } from './conflicting-gateways';
import { conflictingMeshHosts } from './conflicting-mesh-hosts';
import { destinationHosts } from './destination-hosts';
import { destinationSubsets } from './destination-subsets';
import { duplicateCertificates } from './duplicate-certificates';
import { gatewayIgnoresSubset } from './gateway-ignores-subset';
import { gatewayPorts } from './gateway-ports';
import { gatewaySecrets } from './gateway-secrets';
import { jwtClaimRoutes } from './jwt-claim-routes';
import { regularExpressions } from './regular-expressions';
import { virtualServiceGateways } from './virtual-service-gateways';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  admission,
  conflictingGateways,
  conflictingMeshHosts,
  destinationHosts,
  destinationSubsets,
  duplicateCertificates,
  gatewayIgnoresSubset,
  gatewayPorts,
  gatewaySecrets,
  jwtClaimRoutes,
  regularExpressions,
  virtualServiceGateways,
];
