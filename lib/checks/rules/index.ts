import type { Rule } from '../message';
import { annotations } from './annotations';
import { applicationUid } from './application-uid';
import { conflictingGateways } from './conflicting-gateways';
import { conflictingMeshHosts } from './conflicting-mesh-hosts';
import { destinationHosts } from './destination-hosts';
import { destinationSubsets } from './destination-subsets';
import { duplicateCertificates } from './duplicate-certificates';
import { gatewayIgnoresSubset } from './gateway-ignores-subset';
import { gatewayPorts } from './gateway-ports';
import { gatewaySecrets } from './gateway-secrets';
import { imageAuto } from './image-auto';
import { ineffectiveInjection } from './ineffective-injection';
import { jwtClaimRoutes } from './jwt-claim-routes';
import { misplacedInjectionLabel } from './misplaced-injection-label';
import { missingProxy } from './missing-proxy';
import { namespaceInjection } from './namespace-injection';
import { proxyImage } from './proxy-image';
import { regularExpressions } from './regular-expressions';
import { serviceAssociation } from './service-association';
import { servicePortNames } from './service-port-names';
import { targetPortProtocols } from './target-port-protocols';
import { templateAnnotations } from './template-annotations';
import { unknownInjectionLabel } from './unknown-injection-label';
import { unknownNamespaceInjection } from './unknown-namespace-injection';
import { virtualServiceGateways } from './virtual-service-gateways';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  annotations,
  applicationUid,
  conflictingGateways,
  conflictingMeshHosts,
  destinationHosts,
  destinationSubsets,
  duplicateCertificates,
  gatewayIgnoresSubset,
  gatewayPorts,
  gatewaySecrets,
  imageAuto,
  ineffectiveInjection,
  jwtClaimRoutes,
  misplacedInjectionLabel,
  missingProxy,
  namespaceInjection,
  proxyImage,
  regularExpressions,
  serviceAssociation,
  servicePortNames,
  targetPortProtocols,
  templateAnnotations,
  unknownInjectionLabel,
  unknownNamespaceInjection,
  virtualServiceGateways,
];
