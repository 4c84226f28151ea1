import {
  binaryTag,
  boolCoreTag,
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  floatCoreTag,
  intCoreTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  seqTag,
  strTag,
} from 'js-yaml';

/** The words of YAML 1.1 for booleans. */
const TRUE = ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'];
const FALSE = ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'];
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...TRUE.map((word) => [word, true] as const),
  ...FALSE.map((word) => [word, false] as const),
]);

const DIGITS = [...'0123456789'];
const DECIMAL = /^[-+]?(0|[1-9]\d*)$/;
const OTHER_BASE = /^([-+]?)0(?:[xX]([\da-fA-F]+)|[bB]([01]+)|[oO]?([0-7]+))$/;
/** Larger numbers of another base than ten are texts. */
const BEYOND_INTEGERS = 2 ** 64;
const FLOAT = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;
const SPECIAL = /^(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const boolTag = defineScalarTag(boolCoreTag.tagName, {
  ...boolCoreTag,
  implicitFirstChars: [...new Set([...BOOLEANS.keys()].map((word) => word.charAt(0)))],
  resolve: (source) => BOOLEANS.get(source) ?? NOT_RESOLVED,
});

const intTag = defineScalarTag(intCoreTag.tagName, {
  ...intCoreTag,
  implicitFirstChars: ['-', '+', ...DIGITS],
  resolve: (source) => integerOf(withoutUnderscores(source)) ?? NOT_RESOLVED,
});

const floatTag = defineScalarTag(floatCoreTag.tagName, {
  ...floatCoreTag,
  implicitFirstChars: ['-', '+', '.', ...DIGITS],
  resolve: (source) => floatOf(withoutUnderscores(source)) ?? NOT_RESOLVED,
});

/** In Kubernetes, bytes are a string as well. */
const textOfBinaryTag = defineScalarTag(binaryTag.tagName, {
  resolve: (source) => {
    const bytes = binaryTag.resolve(source, true, binaryTag.tagName);
    return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : NOT_RESOLVED;
  },
  identify: () => false,
});

/** A tag that nobody knows, such as `!Ref`, changes nothing. */
const unknownTag = { matchByTagPrefix: true, identify: () => false } as const;
const UNKNOWN_TAGS = [
  defineScalarTag('', { ...strTag, ...unknownTag }),
  defineSequenceTag('', { ...seqTag, ...unknownTag }),
  defineMappingTag('', { ...mapTag, ...unknownTag }),
];

/**
 * The types of scalars as kubectl reads them: YAML 1.1 by Go's rules. `yes`, `on` and `y` are booleans, a leading zero means
 * octal, and numbers may contain underscores. Timestamps are strings. Merge keys are followed.
 */
export const KUBERNETES_SCHEMA = CORE_SCHEMA.withTags(
  boolTag,
  intTag,
  floatTag,
  mergeTag,
  textOfBinaryTag,
  ...UNKNOWN_TAGS,
);

function withoutUnderscores(source: string): string {
  return source.includes('_') ? source.replaceAll('_', '') : source;
}

function integerOf(source: string): number | undefined {
  if (DECIMAL.test(source)) {
    return Number(source);
  }
  const [, sign, hex, binary, octal] = OTHER_BASE.exec(source) ?? [];
  if (sign === undefined) {
    return undefined;
  }
  const digits = hex ?? binary ?? octal ?? '';
  const base = hex !== undefined ? 16 : binary !== undefined ? 2 : 8;
  const value = Number.parseInt(digits, base);
  return value < BEYOND_INTEGERS ? value * (sign === '-' ? -1 : 1) : undefined;
}

function floatOf(source: string): number | undefined {
  if (FLOAT.test(source)) {
    const value = Number(source);
    return Number.isFinite(value) ? value : undefined;
  }
  const [special, sign] = SPECIAL.exec(source) ?? [];
  if (special === undefined) {
    return undefined;
  }
  return sign === undefined ? Number.NaN : sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
