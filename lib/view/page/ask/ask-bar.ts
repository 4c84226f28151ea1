import { groupedBy } from '../../../manifests/collections';
import { el, fill, listen, setAttributes } from '../dom/elements';
import { icon } from '../dom/icons';
import type { NamedSource } from '../loaded-mesh';
import { MoreFields } from './more-fields';
import { type Question, withWrittenMethod } from './question';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'];

/** The bar to ask in, as in a browser: what is sent, where it comes from, and what goes along. */
export class AskBar {
  readonly element: HTMLFormElement;
  private readonly method = el('select', { class: 'method', 'aria-label': 'Method' });
  private readonly url = el('input', {
    class: 'url',
    type: 'text',
    inputmode: 'url',
    list: 'known-urls',
    placeholder: 'Where does a request go?',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-label': 'URL of a request',
    'aria-describedby': 'ask-error',
  });
  private readonly from = el('select', { class: 'from', 'aria-label': 'Where the request comes from' });
  private readonly known = el('datalist', { id: 'known-urls' });
  private readonly more = new MoreFields();
  private readonly error = el('p', { id: 'ask-error', class: 'ask-error', role: 'alert', hidden: true });

  constructor(onAsk: (question: Question) => void) {
    fill(this.method, ...METHODS.map((name) => el('option', { value: name }, name)));
    const from = el('span', { class: 'from-field' }, el('span', { class: 'from-word' }, 'from'), this.from);
    const submit = el('button', { class: 'primary', type: 'submit' }, 'Trace', icon('arrow'));
    this.element = el(
      'form',
      { class: 'ask', 'aria-label': 'Where does a request go?' },
      el('div', { class: 'ask-row' }, this.method, this.url, from, this.more.button, submit),
      this.more.element,
      this.error,
      this.known,
    );
    listen(this.element, {
      submit: (event) => {
        event.preventDefault();
        this.more.close();
        this.question = withWrittenMethod(this.question);
        onAsk(this.question);
      },
    });
  }

  /** What can be chosen: where requests come from, and URLs that something listens to. */
  offer(sources: readonly NamedSource[], urls: readonly string[]): void {
    const chosen = this.from.value || 'gateway';
    const outside = sources.filter(({ group }) => group === '');
    const groups = groupedBy(
      sources.filter(({ group }) => group !== ''),
      ({ group }) => group,
    );
    fill(
      this.from,
      ...(outside.length > 0 ? outside : [{ from: 'gateway', name: 'outside' }]).map(option),
      ...[...groups].map(([label, own]) => el('optgroup', { label }, ...own.map(option))),
    );
    this.choose(chosen);
    fill(this.known, ...urls.map((value) => el('option', { value })));
  }

  get question(): Question {
    return { method: this.method.value, url: this.url.value, from: this.from.value, ...this.more.values };
  }

  set question(question: Question) {
    if (!METHODS.includes(question.method)) {
      this.method.append(el('option', { value: question.method }, question.method));
    }
    this.method.value = question.method;
    this.url.value = question.url;
    this.choose(question.from);
    this.more.values = question;
    this.complain(undefined);
  }

  focus(): void {
    this.url.focus();
    this.url.select();
  }

  /** Says what is wrong with the question. */
  complain(because: string | undefined): void {
    this.error.textContent = because ?? '';
    this.error.hidden = because === undefined;
    setAttributes(this.url, { 'aria-invalid': because !== undefined });
  }

  /** Closes what is open. @returns whether something was */
  dismiss(): boolean {
    return this.more.close();
  }

  /** A link may name a source that this mesh does not have; the trace says so. */
  private choose(from: string): void {
    if (![...this.from.options].some(({ value }) => value === from)) {
      this.from.append(option({ from, name: from }));
    }
    this.from.value = from;
  }
}

function option({ from, name }: { readonly from: string; readonly name: string }): HTMLOptionElement {
  return el('option', { value: from }, name);
}
