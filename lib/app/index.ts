export type { CheckProps } from './checks';
export { MeshApp, type MeshAppProps } from './mesh-app';
