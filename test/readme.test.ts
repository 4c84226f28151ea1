import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

test('the README shows main.ts as it is', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

  expect(readme).toContain(`\`\`\`ts\n${readFileSync(join(ROOT, 'main.ts'), 'utf8')}\`\`\``);
});
