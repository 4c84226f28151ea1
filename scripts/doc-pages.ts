import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..');

/** The pages of the documentation, as paths from the root of the project. */
export function pages(): string[] {
  const docs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
  const others = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md'];
  return [
    ...others.filter((file) => existsSync(join(ROOT, file))),
    ...docs.sort().map((name) => `docs/${name}`),
  ];
}
