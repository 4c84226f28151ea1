import { counted, el } from '../dom/elements';
import { icon } from '../dom/icons';
import type { Question } from './question';

type MoreValues = Omit<Question, 'method' | 'url' | 'from'>;

/** The server name that stands for none. */
const NONE = 'none';

/** Headers, claims, and what a connection has. */
export class MoreFields {
  private readonly headers = area('x-group: testers');
  private readonly claims = area('iss=https://issuer.example\nsub=ada');
  private readonly clientIp = text('203.0.113.1');
  private readonly sni = text('the host of the URL');
  private readonly certificate = el('input', { type: 'checkbox' });
  private readonly label = el('span', {}, 'Headers');
  readonly element = el(
    'div',
    { id: 'ask-more', class: 'ask-more', hidden: true },
    field('Headers', 'one a line, as “name: value”', this.headers),
    field('Claims of its token', 'one a line, as “name=value”', this.claims),
    field('Address of the client', '', this.clientIp),
    field('Server name of TLS', `“${NONE}” for none`, this.sni),
    el('label', { class: 'tick' }, this.certificate, 'The client has a certificate that the gateway accepts'),
  );
  readonly button = el(
    'button',
    { type: 'button', class: 'more', 'aria-expanded': 'false', 'aria-controls': 'ask-more' },
    this.label,
    icon('chevron', 'turns'),
  );

  constructor() {
    this.button.addEventListener('click', () => this.toggle(this.element.hidden !== false));
    this.element.addEventListener('input', () => this.count());
  }

  get values(): MoreValues {
    const sni = this.sni.value.trim();
    return {
      headers: linesOf(this.headers),
      claims: linesOf(this.claims),
      clientIp: this.clientIp.value.trim(),
      sni: sni === '' ? undefined : sni === NONE ? '' : sni,
      clientCertificate: this.certificate.checked,
    };
  }

  set values({ headers, claims, clientIp, sni, clientCertificate }: MoreValues) {
    this.headers.value = headers.join('\n');
    this.claims.value = claims.join('\n');
    this.clientIp.value = clientIp;
    this.sni.value = sni === '' ? NONE : (sni ?? '');
    this.certificate.checked = clientCertificate;
    this.count();
  }

  /** @returns whether the fields were open */
  close(): boolean {
    const wasOpen = this.element.hidden === false;
    this.toggle(false);
    return wasOpen;
  }

  private toggle(isOpen: boolean): void {
    this.element.hidden = !isOpen;
    this.button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) {
      this.headers.focus();
    }
  }

  /** Says on the button what is set, so that it is not forgotten. */
  private count(): void {
    const { headers, claims, clientIp, sni, clientCertificate } = this.values;
    const others = [clientIp !== '', sni !== undefined, clientCertificate].filter(Boolean).length;
    const parts = [
      ...(headers.length > 0 ? [counted(headers.length, 'header')] : []),
      ...(claims.length > 0 ? [counted(claims.length, 'claim')] : []),
      ...(others > 0 ? [`${others} more`] : []),
    ];
    this.label.textContent = parts.length > 0 ? parts.join(', ') : 'Headers';
    this.button.classList.toggle('has-some', parts.length > 0);
  }
}

function area(placeholder: string): HTMLTextAreaElement {
  return el('textarea', { rows: 3, placeholder, spellcheck: 'false' });
}

function text(placeholder: string): HTMLInputElement {
  return el('input', { type: 'text', placeholder, spellcheck: 'false', autocomplete: 'off' });
}

function field(name: string, note: string, input: HTMLElement): HTMLElement {
  const words = el('span', { class: 'field-name' }, name, note !== '' && el('small', {}, ` ${note}`));
  return el('label', { class: 'field' }, words, input);
}

function linesOf({ value }: HTMLTextAreaElement): string[] {
  return value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
