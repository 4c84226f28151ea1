import { Yaml } from 'cdk8s';

/**
 * A document as YAML: what `Yaml.stringify(document)` gives, several times faster. That one makes a tree of nodes of
 * each document and holds every value against all types of YAML. Here, only the text of scalars comes from there, once
 * for each; and whole documents that have more than maps, lists and scalars of one line.
 */
export function yamlText(document: unknown): string {
  const writer = new Writer();
  const text = writer.write(document, '\n');
  // A scalar by itself can need other quotes than one in a map.
  return writer.isOrdinary && typeof document === 'object' ? `${text.slice(1)}\n` : Yaml.stringify(document);
}

class Writer {
  /** False when the text is not what cdk8s would write. */
  isOrdinary = true;
  private readonly seen = new Set<object>();

  /**
   * The value as it follows a key or a dash: in the same line after a space, or in lines of its own.
   *
   * @param lineBreak with the indentation of these lines
   */
  write(value: unknown, lineBreak: string): string {
    if (typeof value !== 'object') {
      return ` ${this.scalar(value)}`;
    }
    // An object that is there twice gets an anchor.
    if (value === null || this.seen.has(value)) {
      return this.notOrdinary();
    }
    this.seen.add(value);
    if (Array.isArray(value)) {
      return value.length === 0 ? ' []' : this.list(value, lineBreak);
    }
    if (Object.getPrototypeOf(value) !== Object.prototype) {
      return this.notOrdinary();
    }
    const entries = Object.entries(value);
    return entries.length === 0 ? ' {}' : this.map(entries, lineBreak);
  }

  private map(entries: [string, unknown][], lineBreak: string): string {
    let text = '';
    for (const [key, value] of entries) {
      text += `${lineBreak}${this.key(key)}:${this.write(value, `${lineBreak}  `)}`;
    }
    return text;
  }

  private list(values: unknown[], lineBreak: string): string {
    let text = '';
    for (const value of values) {
      const item = this.write(value, `${lineBreak}  `);
      // The first line of a map or list stands beside the dash.
      text += `${lineBreak}-${item.startsWith('\n') ? item.slice(lineBreak.length + 1) : item}`;
    }
    return text;
  }

  private key(key: string): string {
    return PLAIN.test(key) ? key : (KEYS.get(key) ?? this.notOrdinary());
  }

  private scalar(value: unknown): string {
    return typeof value === 'string' && PLAIN.test(value)
      ? value
      : (SCALARS.get(value) ?? this.notOrdinary());
  }

  private notOrdinary(): string {
    this.isOrdinary = false;
    return '';
  }
}

/** Strings that stand for themselves: they begin with a letter, and no word of YAML 1.1 has more than five. */
const PLAIN = /^[A-Za-z][A-Za-z0-9._/-]{4,250}[A-Za-z0-9]$/;

/** The text of strings, numbers and booleans, where it is one line and the same at any depth. */
class ScalarTexts {
  private readonly texts = new Map<unknown, string>();

  constructor(private readonly produce: (scalar: unknown) => string | undefined) {}

  get(scalar: unknown): string | undefined {
    // A map takes -0 for 0.
    if (!isScalar(scalar) || Object.is(scalar, -0)) {
      return undefined;
    }
    let text = this.texts.get(scalar);
    if (text === undefined) {
      text = this.produce(scalar);
      // Certificates and the like are large and seldom recur.
      if (text !== undefined && text.length <= MAX_LENGTH) {
        if (this.texts.size >= MAX_TEXTS) {
          this.texts.clear();
        }
        this.texts.set(scalar, text);
      }
    }
    return text;
  }
}

const MAX_TEXTS = 10_000;
const MAX_LENGTH = 1_000;

function isScalar(value: unknown): value is string | number | boolean {
  // Lines are indented, and document markers are quoted, as their depth demands.
  return typeof value === 'string'
    ? !/\n|^(%|---|\.\.\.)/m.test(value)
    : typeof value === 'number' || typeof value === 'boolean';
}

const SCALARS = new ScalarTexts((value) => between('k: ', Yaml.stringify({ k: value }), '\n'));

const KEYS = new ScalarTexts((key) => between('', Yaml.stringify({ [`${key}`]: 0 }), ': 0\n'));

function between(start: string, text: string, end: string): string | undefined {
  const isOneLine = text.indexOf('\n') === text.length - 1;
  return isOneLine && text.startsWith(start) && text.endsWith(end)
    ? text.slice(start.length, -end.length)
    : undefined;
}
