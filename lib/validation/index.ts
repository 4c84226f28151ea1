export { validateConnectionPool } from './connection-pool';
export { validateDestinationRule } from './destination-rule';
export { validateGateway } from './gateway';
export { ROOT_NAMESPACE } from './policy-target';
export type { Problem } from './problem';
export { MESH } from './source';
export { validateVirtualService } from './virtual-service';
