import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ARROWS } from '../arrows';

const ROOT = resolve(__dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');

function reachable(from: string): ReadonlySet<string> {
  return new Set((ARROWS[from] ?? []).flatMap((to) => [to, ...reachable(to)]));
}

/** The arrows that do not follow from others. */
function essentialArrows(): string[] {
  return Object.entries(ARROWS).flatMap(([from, tos]) =>
    tos
      .filter((to) => !tos.some((other) => other !== to && reachable(other).has(to)))
      .map((to) => `${from} --> ${to}`),
  );
}

test('the drawing has the arrows that test/arrows.ts has, without those that follow from others', () => {
  const [, drawing = ''] = /```mermaid\nflowchart TD\n(.*?)```/s.exec(PAGE) ?? [];
  const drawn = drawing.split('\n').flatMap((line) => line.trim() || []);
  expect(drawn.sort()).toEqual(essentialArrows().sort());
});

test('the table has a row for each room', () => {
  const rooms = readdirSync(join(ROOT, 'lib'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const rows = [...PAGE.matchAll(/^\| `lib\/(\w+)\/`/gm)].map(([, room]) => room);
  expect(rows.sort()).toEqual(rooms.map(({ name }) => name).sort());
});
