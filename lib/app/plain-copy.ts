/** Deeper than any manifest: an object may contain itself where a chart overrides `toJson()`. */
const MAX_DEPTH = 64;
/** More than most manifests have. Only objects that share their parts, and parts of these, have far more. */
const MAX_COPIES = 10_000;

/**
 * The same data in other objects; what is not plain data, or too much, is kept. The code that `cdk8s import` generates
 * gives each object that it renders a hidden class of its own in V8. To read many of those takes longer than to copy them
 * and to read the copies, which share their hidden classes.
 */
export function plainCopy(data: unknown): unknown {
  let copies = 0;
  const copyOf = (value: unknown, depth: number): unknown => {
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    copies += 1;
    if (depth > MAX_DEPTH || copies > MAX_COPIES) {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map((item) => copyOf(item, depth + 1));
    }
    if (Object.getPrototypeOf(value) !== Object.prototype || Object.hasOwn(value, '__proto__')) {
      return value;
    }
    const copy = Object.assign({}, value) as Record<string, unknown>;
    // The names of the copy, as V8 has listed those of its hidden class before.
    for (const name in copy) {
      const field = copy[name];
      if (typeof field === 'object') {
        copy[name] = copyOf(field, depth + 1);
      }
    }
    return copy;
  };
  return copyOf(data, 0);
}
