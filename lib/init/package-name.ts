import { isBuiltin } from 'node:module';

/** npm's limit. */
const MAX_LENGTH = 214;
/** Names that npm refuses or cannot install a package of the same name into. */
const TAKEN = ['node_modules', 'favicon.ico', 'constructs', 'jest', 'typescript', 'ts-jest', 'ts-node'];

/** The name of a project in a folder, as npm allows it: `My Shop` becomes `my-shop`. */
export function packageName(folder: string): string {
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, MAX_LENGTH - '-app'.length);
  if (name === '') {
    return 'mesh-app';
  }
  return TAKEN.includes(name) || isBuiltin(name) || name.startsWith('cdk8s') ? `${name}-app` : name;
}
