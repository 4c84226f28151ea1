import { button, counted, el, fill } from '../dom/elements';
import { icon } from '../dom/icons';
import { byLevel, lookOf } from '../findings/findings-list';
import { copyButton } from '../panel/panel';
import type { Changes } from './changes';
import { copyOf, download, isWhole } from './copy-files';
import type { FindingChanges } from './finding-changes';

export interface EditBarEvents {
  onUndo(): void;
  onDiscard(): void;
  onFindings(): void;
  /** Somebody wants to see the way that is lit up. */
  onWay(): void;
}

/** What the bar tells: what was edited, and what check says since. */
export interface EditState {
  readonly changes: Changes;
  readonly findings: FindingChanges | 'checking' | 'failed';
}

/** How long "Discard" waits to be asked again, in milliseconds. */
const PATIENCE = 4000;

/** The quiet bar below the map that tells what was edited in the page. */
export class EditBar {
  private readonly words = el('p', { class: 'edit-words', role: 'status' });
  private readonly result = el('span', { role: 'status' });
  private readonly way = button({ class: 'link edit-way', hidden: true }, () => this.events.onWay());
  private readonly problem = el('p', { class: 'edit-problem', role: 'alert', hidden: true });
  private readonly row = el('div', { class: 'edit-row', hidden: true });
  readonly element = el(
    'section',
    { class: 'edit-bar', 'aria-label': 'Your changes', hidden: true },
    this.row,
    this.problem,
  );

  constructor(private readonly events: EditBarEvents) {}

  /** Says that something is being done, before it is. */
  announce(words: string): void {
    this.element.hidden = false;
    this.row.hidden = false;
    this.words.textContent = words;
    if (!this.words.isConnected) {
      fill(this.row, this.words);
    }
  }

  /** Says how the answer to a question has changed; undefined if it has not. */
  tellWay(question: string, change: string | undefined): void {
    fill(this.way, el('span', { class: 'edit-question' }, question), ` ${change ?? ''}`);
    this.way.title = `${question}: ${change ?? ''}`;
    this.way.hidden = change === undefined;
  }

  /** Says why something could not be done. */
  complain(words: string | undefined): void {
    fill(this.problem, words, words !== undefined && closeButton(() => this.complain(undefined)));
    this.problem.hidden = words === undefined;
    this.element.hidden = this.problem.hidden && this.row.hidden;
  }

  /** @param state undefined if nothing is edited */
  show(state: EditState | undefined): void {
    this.row.hidden = state === undefined;
    this.element.hidden = this.problem.hidden && this.row.hidden;
    if (!state) {
      fill(this.row);
      return;
    }
    const { changes, findings } = state;
    const hadFocus = this.row.contains(document.activeElement);
    this.words.textContent = `You changed ${amountOf(changes)} here.`;
    fill(this.result, this.resultOf(findings));
    const { files } = changes;
    const isPartial = !files.every(isWhole);
    fill(
      this.row,
      this.words,
      this.way,
      this.result,
      el(
        'span',
        { class: 'edit-actions' },
        isPartial && el('span', { class: 'edit-warning' }, icon('warning'), 'some text is left out'),
        copyButton(files.length > 1 ? `Copy YAML of ${files.length} files` : 'Copy YAML', () =>
          copyOf(files),
        ),
        button({ class: 'small' }, () => download(files), 'Download'),
        button({ class: 'small', title: 'Undo the last edit (u)' }, () => this.events.onUndo(), 'Undo'),
        this.discardButton(),
      ),
    );
    if (hadFocus) {
      this.row.querySelector('button')?.focus();
    }
  }

  /** Nothing is discarded by a single click. */
  private discardButton(): HTMLElement {
    let isSure = false;
    const made = button(
      { class: 'small' },
      () => {
        if (isSure) {
          this.events.onDiscard();
          return;
        }
        isSure = true;
        made.textContent = 'Discard all?';
        setTimeout(() => {
          isSure = false;
          made.textContent = 'Discard';
        }, PATIENCE);
      },
      'Discard',
    );
    return made;
  }

  private resultOf(findings: EditState['findings']): HTMLElement {
    if (typeof findings === 'string') {
      const words = findings === 'checking' ? 'Checking…' : 'check did not finish.';
      return el('span', { class: 'quiet' }, words);
    }
    const { added, gone } = findings;
    if (added.length + gone.length === 0) {
      return el('span', { class: 'quiet' }, 'check says the same as before.');
    }
    const [worst] = [...added].sort(byLevel);
    const look = lookOf(worst?.level ?? 'Info');
    return button(
      { class: 'link edit-findings', title: 'Show them in the overview' },
      () => this.events.onFindings(),
      added.length > 0 &&
        el(
          'span',
          { class: `mark ${look.tone}` },
          icon(look.icon),
          `${counted(added.length, 'new finding')}`,
        ),
      gone.length > 0 && el('span', { class: 'mark good' }, icon('check'), `${gone.length} gone`),
    );
  }
}

function closeButton(onClose: () => void): HTMLElement {
  return button({ class: 'icon-button', 'aria-label': 'Close the message' }, onClose, icon('close'));
}

/** "2 objects", or what there is if no object is other than it was. */
function amountOf({ objects, files }: Changes): string {
  return objects.length > 0
    ? counted(objects.length, 'object')
    : `only comments, in ${counted(files.length, 'file')},`;
}
