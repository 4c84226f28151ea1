import { check, type ManifestCheckOptions } from '../../lib/checks';
import type { Rule } from '../../lib/checks/rule';
import { meshConfigOf } from '../../lib/istiod/mesh-config';
import { readYaml } from '../../lib/manifests/read-yaml';

/** What is wrong with the objects in a text, as `Level CODE Kind namespace/name: field text`. */
export function messagesOf(yaml: string, options: ManifestCheckOptions = {}): string[] {
  const { manifests, problems } = readYaml(yaml, 'test.yaml');
  expect(problems).toEqual([]);
  return check(manifests, options).map(({ level, code, object, field, message }) => {
    const { kind, namespace, name } = object;
    const place = namespace === '' ? name : `${namespace}/${name}`;
    return `${level} ${code} ${kind} ${place}: ${field === undefined ? '' : `${field} `}${message}`;
  });
}

/** The messages with one of these codes, whatever other rules say. */
export function messagesWith(
  codes: readonly string[],
  yaml: string,
  options: ManifestCheckOptions = {},
): string[] {
  return messagesOf(yaml, options).filter((message) => codes.includes(message.split(' ')[1] ?? ''));
}

/** The messages with one of these codes on objects that nobody refuses. */
export function messagesOfValid(
  codes: readonly string[],
  yaml: string,
  options: ManifestCheckOptions = {},
): string[] {
  expect(messagesWith(['IST0106'], yaml, options)).toEqual([]);
  return messagesWith(codes, yaml, options);
}

/** The messages with one code on the objects of these texts. */
export function findingsOf(code: string, ...yaml: readonly string[]): string[] {
  return messagesWith([code], all(...yaml));
}

/** The messages with one code on the objects of these texts, under a configuration of the mesh. */
export function findingsIn(mesh: object, code: string, ...yaml: readonly string[]): string[] {
  return messagesWith([code], all(...yaml), { mesh: meshConfigOf(mesh) });
}

/** The messages of the kinds of mistakes that a rule is for. */
export function messagesBy(rule: Rule, yaml: string, options: ManifestCheckOptions = {}): string[] {
  return messagesWith(
    rule.reports.map(({ code }) => code),
    yaml,
    options,
  );
}

/** A text of several objects. */
export function all(...objects: readonly string[]): string {
  return objects.join('\n---\n');
}
