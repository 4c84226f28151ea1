import { checkMessageOf } from '../../../checks/check-message';
import { checking } from '../../../checks/checking';
import { type MergedMessage, mergedMessages } from '../../../checks/merged-messages';
import { givenMeshConfig } from '../../../istiod/mesh-config';
import { DEFAULT_PROFILE } from '../../../istiod/profile/profiles';
import type { Manifest } from '../../../manifests/manifest';
import type { PageData, PageFinding } from '../page-data';
import { withFacts } from './known-secrets';

/** Manifests, and those that exist elsewhere, on which nothing is reported. */
export interface Checked {
  readonly own: readonly Manifest[];
  readonly context: readonly Manifest[];
}

/** A check in the page. It pauses after each step, so that the page can be used meanwhile. */
export type PageCheck = Generator<void, readonly PageFinding[]>;

/** What the command says of the same manifests, from what is known without the values of Secrets. */
export function* pageCheck(
  { own, context }: Checked,
  { options, ignore, secrets }: Pick<PageData, 'options' | 'ignore' | 'secrets'>,
): PageCheck {
  const { istio, profile = DEFAULT_PROFILE, mesh } = options;
  const { manifests, certificateProblem } = withFacts([...context, ...own], secrets);
  const messages = yield* checking(manifests.slice(context.length), certificateProblem, {
    context: manifests.slice(0, context.length),
    ignore,
    profile,
    ...(istio === undefined ? {} : { istio }),
    ...(mesh === undefined ? {} : { mesh: givenMeshConfig(mesh, profile) }),
  });
  return mergedMessages(messages).map(pageFindingOf);
}

/** A finding as plain data. The remedies name options of the command, as they do in what `check` prints. */
export function pageFindingOf(found: MergedMessage): PageFinding {
  return { ...checkMessageOf(found, ''), message: found.message, codes: found.codes };
}
