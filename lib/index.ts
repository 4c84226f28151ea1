export * from './app';
export * from './constructs';
