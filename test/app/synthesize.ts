import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { inTemporaryFolder } from '../support';

/** The files that an app writes, by name. */
export function synthesize(
  type: typeof App,
  define: (app: App, folder: string) => void,
): Record<string, string> {
  return inTemporaryFolder((folder) => {
    const outdir = join(folder, 'dist');
    const app = new type({ outdir });
    define(app, folder);
    app.synth();
    return Object.fromEntries(
      readdirSync(outdir).map((name) => [name, readFileSync(join(outdir, name), 'utf8')]),
    );
  });
}
