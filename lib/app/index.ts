export { MeshApp } from './mesh-app';
