import { groupsOf, withoutRemedy } from '../../../lib/view/page/findings/finding-groups';
import { shortPathsFor } from '../../../lib/view/page/findings/short-paths';
import type { PageFinding } from '../../../lib/view/page/page-data';

const finding = (code: string, level: PageFinding['level'], message: string): PageFinding => ({
  code,
  codes: [code],
  level,
  message,
  object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'cart' },
});

test('findings are grouped by code, and what all of a group advise is said once', () => {
  const groups = groupsOf([
    finding('IST9003', 'Info', 'is a copy; delete it'),
    finding('IST0101', 'Error', '"a" does not exist; create it; or name it with --context'),
    finding('IST9002', 'Error', 'is like x, and so on; rename it; or delete it'),
    finding('IST9002', 'Error', 'is like y, and so on; rename it; or delete it'),
  ]);
  expect(groups.map(({ codes, remedy, findings }) => [codes[0], remedy, findings.length])).toEqual([
    ['IST9002', 'rename it; or delete it', 2],
    ['IST0101', '', 1],
    ['IST9003', '', 1],
  ]);
  expect(withoutRemedy('is like x, and so on; rename it; or delete it', 'rename it; or delete it')).toBe(
    'is like x, and so on',
  );
  expect(withoutRemedy('is a copy', '')).toBe('is a copy');
});

test.each([
  [['dist/a.yaml', 'dist/b.yaml'], 'dist/a.yaml:3', 'a.yaml:3'],
  [['/x/kube/a.yaml', '/x/net/b.yaml'], 'like the one at /x/kube/a.yaml:1', 'like the one at kube/a.yaml:1'],
  [['/x/a.yaml', '/x/a.yaml/b.yaml'], '/x/a.yaml:1', 'a.yaml:1'],
  [['a.yaml', 'x/b.yaml'], 'x/b.yaml', 'x/b.yaml'],
  [[], 'a.yaml', 'a.yaml'],
])('of the files %j, "%s" is "%s"', (files, text, short) => {
  expect(shortPathsFor(files)(text)).toBe(short);
});
