import { Yaml } from 'cdk8s';

/**
 * A document as YAML: the same text as `Yaml.stringify(document)`, several times faster. `Yaml.stringify` builds a tree
 * of nodes and compares every value with all types of YAML. This function asks it only for the text of each scalar,
 * once, and for whole documents that have more than maps, lists and scalars of one line.
 */
export function yamlText(document: unknown): string {
  const writer = new Writer();
  const text = writer.write(document, '\n');
  // A document that is a scalar can need other quotes than a scalar in a map.
  return writer.isOrdinary && typeof document === 'object' ? `${text.slice(1)}\n` : Yaml.stringify(document);
}

class Writer {
  /** False if cdk8s would write another text. */
  isOrdinary = true;
  private readonly seen = new Set<object>();

  /**
   * The text of a value after a key or a dash: in the same line after a space, or in lines of its own.
   *
   * @param lineBreak the line break with the indentation of these lines
   */
  write(value: unknown, lineBreak: string): string {
    if (typeof value !== 'object') {
      return ` ${this.scalar(value)}`;
    }
    // cdk8s writes an anchor for an object that occurs twice.
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
      // The first line of a map or a list follows the dash in the same line.
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

/**
 * Strings that need no quotes: they begin with a letter, and the special words of YAML 1.1 have at most five letters.
 */
const PLAIN = /^[A-Za-z][A-Za-z0-9._/-]{4,250}[A-Za-z0-9]$/;

/** The text of strings, numbers and booleans, if it is one line and the same at any depth. */
class ScalarTexts {
  private readonly texts = new Map<unknown, string>();

  constructor(private readonly produce: (scalar: unknown) => string | undefined) {}

  get(scalar: unknown): string | undefined {
    // A Map treats -0 and 0 as the same key.
    if (!isScalar(scalar) || Object.is(scalar, -0)) {
      return undefined;
    }
    let text = this.texts.get(scalar);
    if (text === undefined) {
      text = this.produce(scalar);
      // Long strings, such as certificates, seldom occur twice.
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

/** Bounds the memory to ten megabytes. The texts that recur, such as kinds and labels, are far fewer. */
const MAX_TEXTS = 10_000;
/** In characters. */
const MAX_LENGTH = 1_000;

function isScalar(value: unknown): value is string | number | boolean {
  // The indentation of lines and the quotes of document markers depend on the depth.
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
