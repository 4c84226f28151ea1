import { dump } from 'js-yaml';
import { SECRET } from '../../manifests/kinds';
import { identityOf, isOf, type Manifest } from '../../manifests/manifest';
import { existenceOf } from '../../surroundings';
import { asApplied } from '../objects/server-fields';

/** The file of a project with the objects that exist elsewhere. */
export const CONTEXT_FILE = 'context.yaml';

/** The objects that exist elsewhere and are not among those of the app. Of several with one name, the last counts. */
export function elsewhere(context: readonly Manifest[], own: readonly Manifest[]): Manifest[] {
  const names = new Set(own.map(identityOf));
  const others = context.filter((manifest) => !names.has(identityOf(manifest)));
  return [...new Map(others.map((manifest) => [identityOf(manifest) ?? manifest, manifest])).values()];
}

/** The text of the file. */
export function contextText(context: readonly Manifest[]): string {
  return context.map((manifest) => dump(noted(manifest), { lineWidth: 120, noRefs: true })).join('---\n');
}

/** Without what the API server writes. Of a Secret, only its existence counts. */
function noted(manifest: Manifest): object {
  if (isOf(SECRET, manifest)) {
    return existenceOf(manifest);
  }
  const { apiVersion, kind, metadata, ...rest } = asApplied(manifest).manifest.object;
  return { apiVersion, kind, metadata, ...rest };
}
