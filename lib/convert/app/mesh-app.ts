import { codeOf, type Expression, imported, variable } from '../../code';
import { NEWEST_VERSION } from '../../istiod/istio-version';
import { DEFAULT_PROFILE } from '../../istiod/profile/profiles';
import type { Surroundings } from '../../surroundings';
import { codesIn } from '../proof/mistakes';

/** The file of a project with the objects that exist elsewhere. */
export const CONTEXT_FILE = 'context.yaml';

/**
 * The `MeshApp` of an app, with what is said of its mesh.
 *
 * @param mistakes what is wrong with the objects, and the codes that the app must therefore ignore
 */
export function meshApp(mistakes: readonly string[], surroundings: Surroundings): Expression {
  const { istio, profile, meshConfig, context } = surroundings;
  const checks = {
    profile: profile === DEFAULT_PROFILE ? undefined : profile,
    meshConfig,
    context:
      context.length === 0
        ? undefined
        : codeOf([imported('node:path', 'join').call(variable('__dirname'), CONTEXT_FILE)]).commented(
            'Objects that exist elsewhere.',
          ),
    ignore: ignored(mistakes, surroundings.ignore),
  };
  const props = {
    istio: istio === NEWEST_VERSION ? undefined : istio,
    checks: isEmpty(checks) ? undefined : checks,
  };
  return imported('cdk8s-istio', 'MeshApp').make(isEmpty(props) ? undefined : props);
}

function ignored(mistakes: readonly string[], codes: readonly string[]): Expression | undefined {
  const linesOf = new Map<string, string[]>(codes.map((code) => [code, []]));
  for (const mistake of mistakes) {
    for (const code of codesIn(mistake)) {
      linesOf.set(code, [...(linesOf.get(code) ?? []), mistake]);
    }
  }
  if (linesOf.size === 0) {
    return undefined;
  }
  const list = codeOf([...linesOf].map(([code, lines]) => codeOf(code).commented(...lines)));
  return mistakes.length === 0
    ? list
    : list.commented(
        'The manifests have these mistakes. Mend them, and remove the code, so that no others follow.',
      );
}

function isEmpty(fields: object): boolean {
  return Object.values(fields).every((value) => value === undefined);
}
