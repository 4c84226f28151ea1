import { findingChanges } from '../../../../lib/view/page/edit/finding-changes';
import type { PageFinding } from '../../../../lib/view/page/page-data';

const finding = (code: string, field: string, message: string, line = 1): PageFinding => ({
  code,
  codes: [code],
  level: 'Error',
  object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
  field,
  message,
  file: 'mesh.yaml',
  line,
});

test('lines that move make no new findings', () => {
  const place = (line: number) => `is a copy of the object at dist/mesh.yaml:${line}; delete one of them`;
  const before = [finding('IST9003', 'a', place(3), 9), finding('IST0101', 'b', 'is unknown')];
  expect(findingChanges(before, [finding('IST9003', 'a', place(5), 11)])).toEqual({
    added: [],
    gone: [before[1]],
  });
});

test('nor do places in a list, but another item does', () => {
  const one = finding('IST0131', 'spec.http[1]', 'is never reached, because spec.http[0] takes all');
  const moved = finding('IST0131', 'spec.http[2]', 'is never reached, because spec.http[1] takes all');
  expect(findingChanges([one], [moved])).toEqual({ added: [], gone: [] });
  expect(findingChanges([one], [one, moved])).toEqual({ added: [moved], gone: [] });
  expect(findingChanges([one, moved], [moved])).toEqual({ added: [], gone: [one] });
});
