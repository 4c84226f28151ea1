import { type CheckOptions, check } from '../../lib/checks';
import { readYaml } from '../../lib/manifests/read-yaml';

/** What is wrong with the objects in a text, as `Level CODE Kind namespace/name: field text`. */
export function messagesOf(yaml: string, options: CheckOptions = {}): string[] {
  const { manifests, problems } = readYaml(yaml, 'test.yaml');
  expect(problems).toEqual([]);
  return check(manifests, options).map(({ level, code, object, field, message }) => {
    const { kind, namespace, name } = object;
    const place = namespace === '' ? name : `${namespace}/${name}`;
    return `${level} ${code} ${kind} ${place}: ${field === undefined ? '' : `${field} `}${message}`;
  });
}
