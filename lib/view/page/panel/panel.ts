import { button, type Child, el, fill } from '../dom/elements';
import { icon } from '../dom/icons';

/** What a panel shows. */
export interface PanelContent {
  /** The small words above the title. */
  readonly kind: string;
  readonly title: string;
  /** What the title stands for, if it is shortened. */
  readonly fullTitle?: string;
  readonly body: readonly Child[];
}

/** The panel beside the map; on narrow screens below it. */
export class Panel {
  private readonly content = el('div', { class: 'panel-content' });
  readonly element = el(
    'aside',
    { class: 'panel', 'aria-label': 'Details', hidden: true, tabindex: -1 },
    this.content,
  );

  constructor(private readonly onClose: () => void) {}

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  /** Shows the same with other contents: what is seen of it stays. */
  renew(content: PanelContent): void {
    const { scrollTop } = this.element;
    const focused = this.content.contains(document.activeElement) ? document.activeElement : null;
    this.show(content);
    this.element.scrollTop = scrollTop;
    if (focused) {
      const label = focused.getAttribute('aria-label') ?? focused.textContent;
      const same = [...this.content.querySelectorAll<HTMLElement>('button')].find(
        (one) => (one.getAttribute('aria-label') ?? one.textContent) === label,
      );
      (same ?? this.element).focus({ preventScroll: true });
    }
  }

  show({ kind, title, fullTitle, body }: PanelContent): void {
    const close = button(
      { class: 'icon-button panel-close', 'aria-label': 'Close the panel', title: 'Close (Esc)' },
      this.onClose,
      icon('close'),
    );
    fill(
      this.content,
      el(
        'header',
        { class: 'panel-head' },
        el('div', {}, el('p', { class: 'panel-kind' }, kind), el('h2', { title: fullTitle }, title)),
        close,
      ),
      ...body,
    );
    this.element.setAttribute('aria-label', `${kind}: ${title}`);
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  close(): void {
    this.element.hidden = true;
    fill(this.content);
  }

  focus(): void {
    this.element.focus({ preventScroll: true });
  }
}

/** A part of a panel with a heading. */
export function section(heading: string, ...children: readonly Child[]): HTMLElement {
  return el('section', { class: 'part' }, el('h3', {}, heading), ...children);
}

/** What is waited for before a part of a panel is made, in milliseconds, so that the panel is shown first. */
const SHOWN = 30;

/** A part of a panel that takes time to make. It is made after the panel is shown, if the panel is still there. */
export function laterSection(heading: string, waiting: string, make: () => readonly Child[]): HTMLElement {
  const body = el('div', { 'aria-live': 'polite' }, el('p', { class: 'quiet' }, waiting));
  setTimeout(() => {
    if (body.isConnected) {
      fill(body, ...make());
    }
  }, SHOWN);
  return section(heading, body);
}

/** A button that copies a text, and says so. */
export function copyButton(label: string, textOf: () => string): HTMLButtonElement {
  const word = el('span', { 'aria-live': 'polite' }, label);
  return button(
    { class: 'small' },
    async () => {
      word.textContent = (await copied(textOf())) ? 'Copied' : 'Not copied: the browser forbids it';
      setTimeout(() => {
        word.textContent = label;
      }, 1600);
    },
    word,
  );
}

/** Pages from files have no clipboard of their own in some browsers, so a selection is copied instead. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = el('textarea', { class: 'to-copy', readonly: true, 'aria-hidden': 'true' });
    area.value = text;
    document.body.append(area);
    const before = document.activeElement;
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (before instanceof HTMLElement) {
      before.focus();
    }
    return done;
  }
}
