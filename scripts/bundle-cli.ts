/**
 * Puts the CLI of the package together: `build/cli/main.js` with all that it needs, so that it starts fast. What the code
 * loads by `require()` only when it needs it, and the packages that few calls need, get a file of their own.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { noticesOf } from './notices';

const ROOT = resolve(__dirname, '..');
const LIB = join(ROOT, 'lib');
const OUTPUT = join(ROOT, 'build/cli');

/** Modules that few calls need, and that take long to load. */
const SELDOM_NEEDED = ['re2js', 'refa', 'node:crypto'];

async function bundle(): Promise<void> {
  const inputs = new Set<string>();
  // By name; it grows while the first ones are bundled.
  const entries = new Map([['main', join(LIB, 'cli/main.ts')]]);
  for (const [name, file] of entries) {
    const { metafile } = await build({
      entryPoints: [{ in: file, out: name }],
      outdir: OUTPUT,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      // Names stay, so that a stack trace tells something.
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: 'none',
      metafile: true,
      absWorkingDir: ROOT,
      plugins: [fromLibrary, filesOfTheirOwn(entries), seldomNeeded(entries), parsedWhenNeeded],
    });
    for (const input of Object.keys(metafile.inputs)) {
      inputs.add(input);
    }
  }
  writeFileSync(
    join(OUTPUT, 'THIRD-PARTY-NOTICES'),
    noticesOf([...inputs].sort(), 'The files beside this one contain'),
  );
}

/** `convert` runs apps, so it takes the constructs from where apps take them, as they are built. */
const fromLibrary: Plugin = {
  name: 'from-library',
  setup({ onResolve }) {
    onResolve({ filter: /\/constructs$/ }, ({ importer }) =>
      importer.startsWith(join(LIB, 'convert'))
        ? { path: '../lib/constructs/index.js', external: true }
        : undefined,
    );
  },
};

/** `require('./other')` in the code: a file of its own, that is loaded when it is asked for. */
function filesOfTheirOwn(entries: Map<string, string>): Plugin {
  return {
    name: 'files-of-their-own',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'require-call' || !resolveDir.startsWith(LIB)) {
          return undefined;
        }
        const file = join(resolveDir, `${path}.ts`);
        const name = relative(LIB, file).replace(/\.ts$/, '').replaceAll(/[/\\]/g, '-');
        entries.set(name, file);
        return { path: `./${name}.js`, external: true };
      });
    },
  };
}

/** Imports of these modules load them when a name of theirs is first used. */
function seldomNeeded(entries: Map<string, string>): Plugin {
  const namespace = 'seldom-needed';
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^[^.]/ }, ({ kind, path, namespace: importer }) => {
        if (!SELDOM_NEEDED.includes(path) || kind === 'entry-point') {
          return undefined;
        }
        if (importer !== namespace) {
          return { path, namespace };
        }
        if (path.startsWith('node:')) {
          return { path, external: true };
        }
        entries.set(path, path);
        return { path: `./${path}.js`, external: true };
      });
      onLoad({ filter: /^/, namespace }, ({ path }) => {
        const module = JSON.stringify(path);
        const names = Object.keys(require(path)).filter((name) => name !== 'default');
        const getters = names.map((name) => `get ${name}() { return require(${module}).${name}; }`);
        return { contents: `module.exports = { ${getters.join(', ')} };`, resolveDir: ROOT };
      });
    },
  };
}

/** Of a list in a JSON file, the large fields of each item are parsed when they are asked for: few of many schemas are. */
const parsedWhenNeeded: Plugin = {
  name: 'parsed-when-needed',
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, ({ path }) => {
      const items = JSON.parse(readFileSync(path, 'utf8')) as readonly object[];
      const texts = items.map((item) => Object.entries(item).map(([name, value]) => lazyField(name, value)));
      const list = texts.map((fields) => `{ ${fields.join(', ')} }`).join(',\n');
      return { contents: `module.exports = [${list}];`, loader: 'js' };
    });
  },
};

const LARGE = 1000;

function lazyField(name: string, value: unknown): string {
  const [key, text] = [JSON.stringify(name), JSON.stringify(value)];
  return text.length < LARGE
    ? `${key}: ${text}`
    : `get ${key}() { const value = JSON.parse(${JSON.stringify(text)}); Object.defineProperty(this, ${key}, { value, enumerable: true }); return value; }`;
}

void bundle();
