export { validateGateway } from './gateway';
export type { Problem } from './problem';
export { MESH } from './source';
export { validateVirtualService } from './virtual-service';
