/**
 * Lets node run TypeScript: `node --require ./scripts/typescript.cjs main.ts`. Types are dropped, not checked.
 *
 * Starting tsx takes longer than running `main.ts`, and several times as long before its cache is filled. esbuild,
 * which tsx uses too, needs no cache.
 */
const { readFileSync } = require('node:fs');
const { formatMessagesSync, transformSync } = require('esbuild');

// Stack traces tell the line in the TypeScript file.
process.setSourceMapsEnabled(true);

require.extensions['.ts'] = (module, filename) => {
  module._compile(javaScriptOf(filename), filename);
};

function javaScriptOf(filename) {
  const source = readFileSync(filename, 'utf8');
  try {
    return transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: `node${process.versions.node}`,
      sourcefile: filename,
      sourcemap: 'inline',
      sourcesContent: false,
    }).code;
  } catch (error) {
    if (!error.errors?.length) {
      throw error;
    }
    // The place in the file says all; a stack trace would be that of esbuild.
    console.error(formatMessagesSync(error.errors, { kind: 'error' }).join('').trimEnd());
    process.exit(1);
  }
}
