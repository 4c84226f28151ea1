import type { Construct } from 'constructs';
import { MistakeError } from '../../catalogue/mistake-error';

/** The version of cdk8s-plus that `EchoServer` is made of. Nothing else in the library needs it. */
const PACKAGE = 'cdk8s-plus-28';

/**
 * Loads cdk8s-plus-28, which is an optional peer of this package, for a construct that needs it.
 *
 * @throws Error if it is not installed
 * @internal
 */
export function loadPlus(construct: Construct): typeof import('cdk8s-plus-28') {
  try {
    // A literal in a `try`, as bundlers understand it.
    return require('cdk8s-plus-28');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'MODULE_NOT_FOUND' || !message.includes(`'${PACKAGE}'`)) {
      throw error;
    }
    throw new MistakeError([
      `[${construct.node.path}] ${construct.constructor.name} is made of ${PACKAGE}, which is not installed; ` +
        `run "npm install ${PACKAGE}", or use a Deployment and a Service of your own`,
    ]);
  }
}
