export { DRY_RUN, validateAuthorizationPolicy } from './authorization-policy';
export { validateGateway } from './gateway';
export { validatePeerAuthentication } from './peer-authentication';
export { ROOT_NAMESPACE } from './policy-target';
export type { Problem } from './problem';
export { validateRequestAuthentication } from './request-authentication';
export { MESH } from './source';
export { validateVirtualService } from './virtual-service';
