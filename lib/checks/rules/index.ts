import type { Rule } from '../message';
import { annotations } from './annotations';
import { applicationUid } from './application-uid';
import { imageAuto } from './image-auto';
import { missingProxy } from './missing-proxy';
import { namespaceInjection } from './namespace-injection';
import { proxyImage } from './proxy-image';
import { serviceAssociation } from './service-association';
import { servicePortNames } from './service-port-names';

/** Every rule, in alphabetical order. */
export const RULES: readonly Rule[] = [
  annotations,
  applicationUid,
  imageAuto,
  missingProxy,
  namespaceInjection,
  proxyImage,
  serviceAssociation,
  servicePortNames,
];
