import { nameOf } from '../../../routing/words/describe-parts';
import { nameText } from '../../map/node-ids';
import { button, type Child, el } from '../dom/elements';
import type { LoadedMesh } from '../loaded-mesh';
import { findingsList } from '../panel/findings-list';
import { copyButton, section } from '../panel/panel';
import type { ObjectChange } from './changes';
import { copyOf, download } from './copy-files';
import type { EditState } from './edit-bar';

/** What was edited, and what check does not say any more. */
export function changesParts(mesh: LoadedMesh, state: EditState, onGo: (node: string) => void): Child[] {
  const { changes, findings } = state;
  const gone = findings?.gone ?? [];
  return [
    section(
      'Your changes',
      el('ul', { class: 'changes' }, ...changes.objects.map((change) => changeItem(mesh, change, onGo))),
      el(
        'ul',
        { class: 'changed-files' },
        ...changes.files.map((file) =>
          el(
            'li',
            {},
            el('span', { class: 'place' }, file.name),
            file.isPartial && el('span', { class: 'edit-warning' }, 'not whole: values are left out'),
            el(
              'span',
              { class: 'edit-actions' },
              copyButton('Copy YAML', () => copyOf([file])),
              button({ class: 'small' }, () => download([file]), 'Download'),
            ),
          ),
        ),
      ),
    ),
    gone.length > 0 &&
      el(
        'div',
        { class: 'gone-findings' },
        section(
          'What check does not say any more',
          findingsList(gone, () => undefined),
        ),
      ),
  ];
}

function changeItem(
  { map }: LoadedMesh,
  { object, is }: ObjectChange,
  onGo: (node: string) => void,
): HTMLElement {
  const name = `${object.kind} ${nameText(object)}`;
  const node = map.nodes.find(({ objects }) => objects.some((one) => nameOf(one) === nameOf(object)));
  return el(
    'li',
    {},
    el('span', { class: `change-word is-${is}` }, is),
    node
      ? button({ class: 'link', title: 'Show it on the map' }, () => onGo(node.id), name)
      : el('span', {}, name),
  );
}
