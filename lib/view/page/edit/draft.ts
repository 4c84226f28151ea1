import type { ObjectRef } from '../../../manifests/object-ref';
import { readYaml } from '../../../manifests/read-yaml';
import { SourceText } from '../../../manifests/source-text';
import { partsOf } from './documents';

/** What somebody has typed: the objects in it, or why it cannot be applied. */
export type Draft =
  | { readonly objects: readonly ObjectRef[] }
  | {
      /** A sentence, which names the line if there is one. */
      readonly problem: string;
      readonly line?: number;
    };

const OBJECT = 'an object has an apiVersion and a kind';

/**
 * Reads what somebody has typed. All of it must be Kubernetes objects, so that nothing that was typed is lost.
 *
 * @param firstLine the line that it begins in
 */
export function draftOf(text: string, firstLine = 1): Draft {
  const source = new SourceText(text);
  const objects: ObjectRef[] = [];
  for (const { start, end } of partsOf(text)) {
    const line = firstLine + source.lineAt(start) - 1;
    const { manifests, problems, skipped, patches } = readYaml(text.slice(start, end), '');
    const [problem] = problems;
    if (problem) {
      const at = line + problem.line - 1;
      return { problem: `Line ${at} ${problem.message}.`, line: at };
    }
    if (patches > 0) {
      return {
        problem: `The document at line ${line} is a patch of Kustomize; write the whole object.`,
        line,
      };
    }
    if (skipped > 0) {
      return { problem: `The document at line ${line} is not a Kubernetes object; ${OBJECT}.`, line };
    }
    objects.push(...manifests);
  }
  return objects.length > 0 ? { objects } : { problem: `There is no Kubernetes object; ${OBJECT}.` };
}
