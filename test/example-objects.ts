import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { schemaMistakes } from './schema';
import { inTemporaryFolder } from './support';

const EXAMPLES = resolve(__dirname, '../examples');

/** The names of all examples. */
export const examples: readonly string[] = readdirSync(EXAMPLES);

export type Manifest = Parameters<typeof schemaMistakes>[0];

/** The objects that an example writes, by running it as it stands. */
export function objectsOfExample(example: string): Manifest[] {
  return inTemporaryFolder((folder) => {
    process.env.CDK8S_OUTDIR = folder;
    require(join(EXAMPLES, example, 'main.ts'));
    delete process.env.CDK8S_OUTDIR;
    return readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
      .map((document) => document.toJS());
  });
}
