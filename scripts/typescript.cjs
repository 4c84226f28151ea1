/**
 * Lets node run TypeScript: `node --require ./scripts/typescript.cjs main.ts`. Types are dropped, not checked.
 *
 * Starting tsx takes longer than running `main.ts`, and several times as long before its cache is filled. esbuild,
 * which tsx uses too, needs no cache.
 */
const { readFileSync } = require('node:fs');
const { transformSync } = require('esbuild');

// Stack traces tell the line in the TypeScript file.
process.setSourceMapsEnabled(true);

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    loader: 'ts',
    format: 'cjs',
    target: `node${process.versions.node}`,
    sourcefile: filename,
    sourcemap: 'inline',
    sourcesContent: false,
  });
  module._compile(code, filename);
};
