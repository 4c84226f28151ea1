import type { Rule } from '../message';
import { annotations } from './annotations';
import { applicationUid } from './application-uid';
import { imageAuto } from './image-auto';
import { ineffectiveInjection } from './ineffective-injection';
import { misplacedInjectionLabel } from './misplaced-injection-label';
import { missingProxy } from './missing-proxy';
import { namespaceInjection } from './namespace-injection';
import { proxyImage } from './proxy-image';
import { serviceAssociation } from './service-association';
import { servicePortNames } from './service-port-names';
import { targetPortProtocols } from './target-port-protocols';
import { templateAnnotations } from './template-annotations';
import { unknownInjectionLabel } from './unknown-injection-label';
import { unknownNamespaceInjection } from './unknown-namespace-injection';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  annotations,
  applicationUid,
  imageAuto,
  ineffectiveInjection,
  misplacedInjectionLabel,
  missingProxy,
  namespaceInjection,
  proxyImage,
  serviceAssociation,
  servicePortNames,
  targetPortProtocols,
  templateAnnotations,
  unknownInjectionLabel,
  unknownNamespaceInjection,
];
