import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Watch, writtenIn } from '../../../lib/view/serve/watch';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'dist/sub'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

test('changes are told once they have settled, also after a folder is replaced', async () => {
  let told: (() => void) | undefined;
  const next = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  const watch = new Watch(
    () => [join(folder, 'dist')],
    () => told?.(),
  );
  try {
    const first = next();
    writeFileSync(join(folder, 'dist/sub/a.yaml'), 'a');
    await first;
    mkdirSync(join(folder, 'new'));
    const replaced = next();
    renameSync(join(folder, 'dist'), join(folder, 'old'));
    renameSync(join(folder, 'new'), join(folder, 'dist'));
    await replaced;
    const last = next();
    writeFileSync(join(folder, 'dist/b.yaml'), 'b');
    await last;
    const noted = next();
    writeFileSync(join(folder, 'dist/.cdk8s-istio'), '{}');
    await noted;
  } finally {
    watch.close();
  }
});

test('a file that is new in a project is watched from then on', async () => {
  writeFileSync(join(folder, 'main.ts'), '');
  let told: (() => void) | undefined;
  const next = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  const watch = new Watch(
    () => writtenIn(folder, 'dist'),
    () => told?.(),
  );
  try {
    const made = next();
    mkdirSync(join(folder, 'charts'));
    await made;
    const changed = next();
    writeFileSync(join(folder, 'charts/shop.ts'), '');
    await changed;
  } finally {
    watch.close();
  }
});

test('of a project, only what people write is watched', () => {
  for (const name of ['lib', 'node_modules', 'build', '.git']) {
    mkdirSync(join(folder, name));
  }
  writeFileSync(join(folder, 'main.ts'), '');
  expect([...writtenIn(folder, 'dist/')].sort()).toEqual([join(folder, 'lib'), join(folder, 'main.ts')]);
});
