import { type CelFunc, type CelInput, CelScalar, type CelValue, celMethod, listType } from '@bufbuild/cel';

const { BOOL, DYN, INT } = CelScalar;
const LIST = listType(DYN);

/** Kubernetes' functions for lists of numbers and strings. */
export const LISTS: readonly CelFunc[] = [
  celMethod('isSorted', LIST, [], BOOL, function () {
    const items = [...this];
    return items.every((item, i) => i === 0 || !isLess(item, items[i - 1] ?? null));
  }),
  celMethod('sum', LIST, [], DYN, function () {
    const items = [...this];
    return items.every((item) => typeof item === 'bigint')
      ? items.reduce((sum, item) => sum + item, 0n)
      : items.reduce<number>((sum, item) => sum + numberOf(item), 0);
  }),
  celMethod('min', LIST, [], DYN, function () {
    return best([...this], isLess);
  }),
  celMethod('max', LIST, [], DYN, function () {
    return best([...this], (a, b) => isLess(b, a));
  }),
  celMethod('indexOf', LIST, [DYN], INT, function (wanted) {
    return BigInt([...this].indexOf(wanted));
  }),
  celMethod('lastIndexOf', LIST, [DYN], INT, function (wanted) {
    return BigInt([...this].lastIndexOf(wanted));
  }),
];

function isLess(a: CelValue, b: CelValue): boolean {
  if (typeof a !== typeof b || a === null || b === null || typeof a === 'object') {
    throw new Error('cannot be compared');
  }
  return a < b;
}

function numberOf(value: CelValue): number {
  if (typeof value !== 'number') {
    throw new Error('cannot be added');
  }
  return value;
}

function best(items: readonly CelValue[], isBetter: (a: CelValue, b: CelValue) => boolean): CelInput {
  const [first, ...rest] = items;
  if (first === undefined) {
    throw new Error('the list is empty');
  }
  return rest.reduce((known, item) => (isBetter(item, known) ? item : known), first) as CelInput;
}
