import fc from 'fast-check';
import { SelectorIndex, selectorText } from '../../lib/istiod/workloads/selectors';
import { carries, type Labels } from '../../lib/istiod/workloads/workloads';
import { holds } from '../holds';

const SELECTORS: readonly Labels[] = [
  {},
  { app: 'a' },
  { app: 'b' },
  { app: 'a', team: 'x' },
  { team: 'x', app: 'a' },
  { app: 'a', team: 'x', zone: '1' },
];
const index = new SelectorIndex(SELECTORS, (selector) => selector);
const texts = (selections: Iterable<{ selector: Labels }>) =>
  [...selections].map(({ selector }) => selectorText(selector)).sort();

test.each([
  [{}, ['app=a', 'app=a,team=x', 'app=a,team=x,zone=1', 'app=b'], []],
  [{ app: 'a' }, ['app=a,team=x', 'app=a,team=x,zone=1'], ['']],
  [{ app: 'a', team: 'x' }, ['app=a,team=x,zone=1'], ['', 'app=a']],
  [{ team: 'x' }, ['app=a,team=x', 'app=a,team=x,zone=1'], ['']],
  [{ app: 'b', zone: '1' }, [], ['', 'app=b']],
  [{ app: 'c' }, [], ['']],
])('%j', (selector, narrower, wider) => {
  expect(texts(index.narrower(selector))).toEqual(narrower);
  expect(texts(index.wider(selector))).toEqual(wider);
});

test('the same labels are the same selector, in whatever order', () => {
  expect(index.same({ team: 'x', app: 'a' })).toEqual([SELECTORS[3], SELECTORS[4]]);
  expect(index.same({ app: 'c' })).toEqual([]);
});

test('the selectors that select a pod are found as if each was looked at, in their order', () => {
  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'));
  holds(
    fc.property(fc.array(labels, { maxLength: 12 }), labels, (selectors, pod) => {
      const values = selectors.map((selector, place) => ({ selector, place }));
      const found = new SelectorIndex(values, ({ selector }) => selector).selecting(pod);
      expect(found).toEqual(values.filter(({ selector }) => carries(pod, selector)));
    }),
  );
});
