import type { Manifest } from '../../../manifests/manifest';
import { describeRequest } from '../../../routing/words/describe-request';
import type { GroupedRef } from '../../map/grouped-ref';
import { nameText } from '../../map/node-ids';
import { button, el } from '../dom/elements';
import { icon } from '../dom/icons';
import type { FoundRequest } from './requests-for';

/** What can be done in a panel about a node or an object. */
export interface PanelEvents {
  onGo(node: string): void;
  onObject(object: GroupedRef): void;
  onAsk(found: FoundRequest): void;
  onEdit(manifest: Manifest): void;
  /** The pointer is on words about these nodes. */
  onPoint(nodes: readonly string[]): void;
}

/** Edits an object. The key `e` presses the first of these in the panel. */
export function editButton(manifest: Manifest, { onEdit }: Pick<PanelEvents, 'onEdit'>): HTMLElement {
  const title = `${manifest.kind} ${nameText(manifest)}`;
  return button(
    { class: 'small edit', 'aria-label': `Edit ${title}`, title: 'Edit (e)', 'data-object': title },
    () => onEdit(manifest),
    icon('edited'),
    'Edit',
  );
}

/** A request that was found, to be traced. */
export function requestButton(
  found: FoundRequest,
  words: string,
  { onAsk }: Pick<PanelEvents, 'onAsk'>,
): HTMLElement {
  const made = button(
    { class: 'request', title: 'Trace it' },
    () => onAsk(found),
    el('code', {}, describeRequest(found.request)),
    icon('arrow'),
  );
  return el('div', { class: 'request-part' }, el('p', {}, words), made);
}
