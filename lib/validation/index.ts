export { validateGateway } from './gateway';
export { ROOT_NAMESPACE } from './policy-target';
export type { Problem } from './problem';
export { MESH } from './source';
export { validateVirtualService } from './virtual-service';
