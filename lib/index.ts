export { MeshApp } from './app';
export * from './constructs';
