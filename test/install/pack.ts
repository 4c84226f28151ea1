import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Builds and packs the library once for all test files of the project, and unpacks it as npm would. */
export default function pack(): void {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-packed-'));
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
      cwd: resolve(__dirname, '../..'),
      encoding: 'utf8',
      stdio: 'pipe',
    }),
  );
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', folder]);
  process.env.PACKED_LIBRARY = folder;
}
