import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inTemporaryFolder } from './support';

const ROOT = resolve(__dirname, '..');

/** The part of TypeDoc's JSON that is looked at. */
interface Reflection {
  readonly name: string;
  /** What another entry point exports as well is a reference to the text there. */
  readonly variant?: string;
  readonly comment?: { readonly summary: readonly { readonly text: string }[] };
  readonly flags?: { readonly isInherited?: boolean };
  readonly children?: readonly Reflection[];
  readonly signatures?: readonly Reflection[];
  readonly getSignature?: Reflection;
}

function publicApi(): Reflection {
  return inTemporaryFolder((folder) => {
    const json = join(folder, 'api.json');
    const typedoc = join(ROOT, 'node_modules/typedoc/bin/typedoc');
    // Types are checked by `npm run typecheck`.
    const options = ['--json', json, '--treatWarningsAsErrors', '--skipErrorChecking'];
    execFileSync(process.execPath, [typedoc, ...options], { cwd: ROOT, stdio: 'pipe' });
    return JSON.parse(readFileSync(json, 'utf8'));
  });
}

/** Symbols that have neither a text of their own nor signatures that have one. */
function* undocumented(reflection: Reflection, path: string[] = []): Iterable<string> {
  for (const child of reflection.children ?? []) {
    const name = [...path, child.name];
    const signatures = [...(child.signatures ?? []), ...(child.getSignature ? [child.getSignature] : [])];
    const documented = [child, ...signatures].some(({ comment }) =>
      comment?.summary.some(({ text }) => text.trim()),
    );
    const isElsewhere = child.variant === 'reference' || child.flags?.isInherited;
    if (!documented && child.name !== 'constructor' && !isElsewhere) {
      yield name.join('.');
    }
    yield* undocumented(child, name);
  }
}

test('every public symbol says what it is for', () => {
  const entries = publicApi().children ?? [];

  expect(entries.map(({ name }) => name)).toEqual(['index', 'routing', 'testing']);
  expect(entries[0]?.children?.map(({ name }) => name)).toContain('VirtualService');
  expect(entries.flatMap((entry) => [...undocumented(entry, [entry.name])])).toEqual([]);
});
