import { dump } from 'js-yaml';
import { identityOf, type Manifest } from '../manifests/manifest';
import { existing } from './notes';

/** The objects that exist elsewhere and are not among those of an app. Of several with one name, the last counts. */
export function elsewhere(context: readonly Manifest[], own: readonly Manifest[]): Manifest[] {
  const names = new Set(own.map(identityOf));
  const others = context.filter((manifest) => !names.has(identityOf(manifest)));
  return [...new Map(others.map((manifest) => [identityOf(manifest) ?? manifest, manifest])).values()];
}

/** The text of a file with such objects, without what must not be written down and what only the API server writes. */
export function contextText(context: readonly Manifest[]): string {
  return context
    .map((manifest) => dump(inOrder(existing(manifest)), { lineWidth: 120, noRefs: true }))
    .join('---\n');
}

/** kubectl prints the fields in alphabetical order. */
function inOrder({ apiVersion, kind, metadata, ...rest }: Manifest['object']): object {
  return { apiVersion, kind, metadata, ...rest };
}
