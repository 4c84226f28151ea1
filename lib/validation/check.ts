import {
  type CheckMessage,
  type CheckOptions,
  check as checkManifests,
  checkMessageOf,
  inSurroundings,
  readOptions,
} from '../checks';
import { settled } from '../surroundings';
import { contentsOf, type ModelSource } from '../tracing/mesh-model';

/**
 * What is wrong with manifests, as the command `cdk8s-istio check` reports it: what the API server or istiod would refuse,
 * what `istioctl analyze` would report, and what Istio accepts in silence and never does.
 *
 * ```ts
 * const errors = check('dist', { ignore: ['IST0118'] }).filter(({ level }) => level === 'Error');
 * ```
 *
 * @param source an app or a chart of cdk8s as it is now, objects as plain data, or paths of YAML files and folders. Of
 *   several objects with the same kind, namespace and name, the last one counts
 * @returns the messages in the order of the objects
 * @throws Error if an option is unknown or has a wrong value, or if a path cannot be read, has no YAML files, or has a file
 *   that is not YAML, or if an item of the list is not an object of Kubernetes
 */
export function check(source: ModelSource, options: CheckOptions = {}): CheckMessage[] {
  const read = readOptions(options, '');
  const { manifests, told } = contentsOf(source);
  const messages = checkManifests(manifests, inSurroundings(read, settled(told, read)));
  return messages.map((message) => checkMessageOf(message, 'options'));
}
