import { markElement } from '../cards/card-element';
import { encryptionMark, type Mark, OTHER_MARKS } from '../cards/marks';
import { button, type Child, el } from '../dom/elements';
import { icon } from '../dom/icons';
import { lineSample } from '../map/line-sample';

/** What keys do, as the help shows it. */
const KEYS: readonly (readonly [readonly string[], string])[] = [
  [['/'], 'search parts and objects, or filter by namespace, host, workload or code'],
  [['a'], 'ask where a request goes'],
  [['m'], 'go to the map'],
  [['←', '→'], 'along the ways of the map'],
  [['↑', '↓'], 'within a column; Home and End go to its ends'],
  [['Enter'], 'details of a part; expands a collapsed namespace'],
  [['c'], 'collapse or expand the namespace'],
  [['C'], 'collapse or expand all namespaces'],
  [['+', '−'], 'zoom; 0 shows all, f fits the width'],
  [['Shift', 'arrows'], 'move the map'],
  [['o'], 'overview, with all findings'],
  [['e'], 'edit the YAML that the panel shows'],
  [['n'], 'add objects; files can be dropped on the page'],
  [['Ctrl', 'Enter'], 'apply what was typed; Esc cancels'],
  [['u'], 'undo the last edit'],
  [['Esc'], 'close what is open, then the way, then the filter'],
  [['?'], 'this help'],
];

/** Keys, and what the marks of the map mean. */
export function helpDialog(): HTMLDialogElement {
  const dialog = el('dialog', { class: 'help', 'aria-labelledby': 'help-title' });
  const close = button(
    { class: 'icon-button', 'aria-label': 'Close the help' },
    () => dialog.close(),
    icon('close'),
  );
  const lines: readonly (readonly [string, string])[] = [
    ['is-mutual-tls', 'mutual TLS'],
    ['is-tls', 'TLS'],
    ['is-plaintext', 'plaintext'],
    ['is-mixed', 'depends on the client'],
    ['inside', 'inside one proxy'],
    ['is-mirror', 'copies of requests'],
    ['is-broken', 'connections fail'],
  ];
  dialog.append(
    el('header', {}, el('h2', { id: 'help-title' }, 'Keys and marks'), close),
    el(
      'div',
      { class: 'help-columns' },
      el('dl', { class: 'keys' }, ...KEYS.flatMap(([keys, words]) => keyRow(keys, words))),
      el(
        'div',
        {},
        el(
          'ul',
          { class: 'mark-words' },
          ...[
            ...(['mutual TLS', 'TLS', 'plaintext', 'mixed'] as const).map(encryptionMark),
            ...OTHER_MARKS,
          ].map((mark: Mark) => el('li', { class: mark.tone }, markElement(mark), mark.words)),
        ),
        el(
          'ul',
          { class: 'line-words' },
          ...lines.map(([name, words]) => el('li', {}, lineSample(name), words)),
        ),
      ),
    ),
  );
  // A click beside the dialog closes it.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  return dialog;
}

function keyRow(keys: readonly string[], words: string): Child[] {
  return [el('dt', {}, ...keys.map((key) => el('kbd', {}, key))), el('dd', {}, words)];
}
