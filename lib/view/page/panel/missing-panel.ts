import { el } from '../dom/elements';
import type { PanelContent } from './panel';

/** In the place of what a link names and this mesh does not have. */
export function missingPanel(kind: string, name: string): PanelContent {
  return {
    kind: `${kind}, not found`,
    title: name,
    body: [
      el(
        'p',
        { class: 'quiet' },
        'Nothing in this mesh has this name. It may have been renamed or removed since the link was made. ',
        el('kbd', {}, '/'),
        ' searches.',
      ),
    ],
  };
}
