import { type GroupedRef, groupedKind } from '../../map/grouped-ref';
import { nameText } from '../../map/node-ids';
import { button, type Child, el } from '../dom/elements';
import { findingsList } from '../findings/findings-list';
import type { LoadedMesh } from '../loaded-mesh';
import { copyButton, section } from '../panel/panel';
import type { ObjectChange } from './changes';
import { copyOf, download, isWhole } from './copy-files';
import type { EditState } from './edit-bar';

/** What was edited, and what check does not say any more. */
export function changesParts(
  mesh: LoadedMesh,
  state: EditState,
  onObject: (object: GroupedRef) => void,
): Child[] {
  const { changes, findings } = state;
  const gone = typeof findings === 'string' ? [] : findings.gone;
  return [
    section(
      'Your changes',
      el('ul', { class: 'changes' }, ...changes.objects.map((change) => changeItem(mesh, change, onObject))),
      changes.objects.some(isTypedSecret) && el('p', { class: 'quiet' }, NOT_READ),
      el(
        'ul',
        { class: 'changed-files' },
        ...changes.files.map((file) =>
          el(
            'li',
            {},
            el('span', { class: 'place' }, file.name),
            !isWhole(file) && el('span', { class: 'edit-warning' }, 'some text is left out'),
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
          findingsList(gone, { shortPaths: mesh.shortPaths, leadTo: () => undefined }),
        ),
      ),
  ];
}

const NOT_READ = 'A certificate that is typed into a Secret here is not read. The command reads it.';

function isTypedSecret({ object, is }: ObjectChange): boolean {
  return object.kind === 'Secret' && is !== 'deleted';
}

function changeItem(
  mesh: LoadedMesh,
  { object, is }: ObjectChange,
  onObject: (object: GroupedRef) => void,
): HTMLElement {
  const name = `${groupedKind(object)} ${nameText(object)}`;
  return el(
    'li',
    {},
    el('span', { class: `change-word is-${is}` }, is),
    mesh.manifest(object)
      ? button({ class: 'link', title: 'Show what it is' }, () => onObject(object), name)
      : el('span', {}, name),
  );
}
