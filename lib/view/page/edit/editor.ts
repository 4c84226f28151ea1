import { button, el, fill } from '../dom/elements';
import { icon } from '../dom/icons';
import { type Draft, draftOf } from './draft';

/** What is edited. */
export interface Subject {
  /** Such as "Edit Service shop/web". */
  readonly title: string;
  readonly place: string;
  readonly text: string;
  readonly firstLine: number;
  /** What is said above the text. */
  readonly note?: string;
  /** What is deleted when the text is emptied; undefined if there is nothing to delete. */
  readonly deletes?: string;
  /** Takes what was typed; an empty text deletes. */
  apply(text: string): void;
}

/** A dialog to edit a document in. Nothing that is typed is lost unless that is asked for. */
export class Editor {
  readonly element = el('dialog', { class: 'editor', 'aria-labelledby': 'editor-title' });
  private readonly title = el('h2', { id: 'editor-title' });
  private readonly place = el('span', { class: 'place' });
  private readonly note = el('p', { class: 'quiet' });
  private readonly numbers = el('pre', { class: 'editor-numbers', 'aria-hidden': 'true' });
  private readonly area = el('textarea', {
    class: 'editor-text',
    'aria-label': 'YAML',
    'aria-describedby': 'editor-problem',
    spellcheck: 'false',
    autocomplete: 'off',
    autocapitalize: 'off',
    wrap: 'off',
  });
  private readonly problem = el('p', { id: 'editor-problem', class: 'editor-problem', role: 'alert' });
  private readonly submit = button({ class: 'primary' }, () => this.apply(), 'Apply');
  private readonly question = el('div', { class: 'editor-question', role: 'alert', hidden: true });
  private readonly actions = el(
    'div',
    { class: 'editor-actions' },
    el('span', { class: 'quiet' }, el('kbd', {}, 'Ctrl'), ' ', el('kbd', {}, 'Enter'), ' applies'),
    button({ class: 'small' }, () => this.cancel(), 'Cancel'),
    this.submit,
  );
  private subject: Subject | undefined;
  /** The text as it was, in the words of the field, which has line ends of its own. */
  private unchanged = '';

  constructor() {
    const head = el('header', {}, el('div', {}, this.title, this.place));
    const close = button(
      { class: 'icon-button', 'aria-label': 'Cancel', title: 'Cancel (Esc)' },
      () => this.cancel(),
      icon('close'),
    );
    head.append(close);
    fill(
      this.element,
      head,
      this.note,
      el('div', { class: 'editor-body' }, this.numbers, this.area),
      this.problem,
      this.question,
      this.actions,
    );
    this.area.addEventListener('input', () => this.changed());
    this.area.addEventListener('scroll', () => {
      this.numbers.scrollTop = this.area.scrollTop;
    });
    this.element.addEventListener('keydown', (event) => this.key(event));
    this.element.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.cancel();
    });
  }

  get isOpen(): boolean {
    return this.element.open;
  }

  /** Whether there is something that would be lost. */
  get isDirty(): boolean {
    return this.isOpen && this.area.value !== this.unchanged;
  }

  /** @param typed what stands in the text at first, if it is not the text as it is; what is wrong with it is said at once */
  open(subject: Subject, typed?: string): void {
    this.subject = subject;
    this.title.textContent = subject.title;
    this.place.textContent = subject.place;
    this.note.textContent = subject.note ?? '';
    this.note.hidden = subject.note === undefined;
    this.area.value = subject.text;
    this.unchanged = this.area.value;
    this.area.value = typed ?? subject.text;
    this.ask(false);
    this.changed();
    this.element.showModal();
    this.area.focus();
    this.area.setSelectionRange(0, 0);
    this.area.scrollTop = 0;
    if (typed !== undefined) {
      this.complain(draftOf(typed, subject.firstLine));
    }
  }

  /** Says why something else was not done; what is typed stays. */
  object(words: string): void {
    this.problem.textContent = words;
  }

  private get isDeletion(): boolean {
    return this.area.value.trim() === '' && this.subject?.deletes !== undefined;
  }

  private changed(): void {
    const { firstLine = 1, deletes = '' } = this.subject ?? {};
    const count = this.area.value.split('\n').length;
    this.numbers.textContent = Array.from({ length: count }, (_, i) => firstLine + i).join('\n');
    this.numbers.scrollTop = this.area.scrollTop;
    this.submit.textContent = this.isDeletion ? 'Delete' : 'Apply';
    this.submit.classList.toggle('deletes', this.isDeletion);
    this.problem.textContent = this.isDeletion ? `The text is empty: this deletes ${deletes}.` : '';
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      // Otherwise the browser may close the dialog, whatever is in it.
      event.preventDefault();
      this.cancel();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.apply();
    }
    event.stopPropagation();
  }

  private apply(): void {
    const { value } = this.area;
    if (!this.isDirty && value !== '') {
      this.element.close();
      return;
    }
    const draft: Draft = this.isDeletion ? { objects: [] } : draftOf(value, this.subject?.firstLine);
    if ('problem' in draft) {
      this.complain(draft);
      return;
    }
    this.subject?.apply(this.isDeletion ? '' : value);
    this.element.close();
  }

  /** Says what is wrong, and goes to the line. */
  private complain(draft: Draft): void {
    if (!('problem' in draft)) {
      return;
    }
    const { line, problem } = draft;
    this.problem.textContent = problem;
    this.area.focus();
    if (line !== undefined) {
      const lines = this.area.value.split('\n');
      const at = Math.min(line - (this.subject?.firstLine ?? 1), lines.length - 1);
      const start = lines.slice(0, at).join('\n').length + (at > 0 ? 1 : 0);
      this.area.setSelectionRange(start, start + (lines[at]?.length ?? 0));
    }
  }

  private cancel(): void {
    if (!this.isDirty) {
      this.element.close();
    } else {
      this.ask(true);
    }
  }

  private ask(isAsked: boolean): void {
    this.question.hidden = !isAsked;
    this.actions.hidden = isAsked;
    if (!isAsked) {
      fill(this.question);
      return;
    }
    const keep = button(
      { class: 'small' },
      () => {
        this.ask(false);
        this.area.focus();
      },
      'Keep editing',
    );
    const throwAway = button({ class: 'small deletes' }, () => this.element.close(), 'Throw it away');
    fill(this.question, el('span', {}, 'Throw away what you typed?'), keep, throwAway);
    keep.focus();
  }
}
