import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Where a module lies that an app imports, seen from this package; undefined if it is not installed.
 *
 * @param root the folder of this package
 */
export function resolved(root: string, module: string): string | undefined {
  try {
    return createRequire(join(root, 'package.json')).resolve(module);
  } catch {
    return undefined;
  }
}

/**
 * @param root the folder of this package
 * @throws Error if a package is missing without which no app can be made
 */
export function assertInstalled(root: string): void {
  const missing = ['cdk8s', 'constructs'].filter((module) => resolved(root, module) === undefined);
  if (missing.length > 0) {
    throw new Error(
      `the app is run before it is written, and ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not installed; ` +
        `run "npm install ${missing.join(' ')}" where cdk8s-istio is installed`,
    );
  }
}
