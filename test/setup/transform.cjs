/**
 * Lets jest read TypeScript: types are dropped, not checked. Unlike babel-jest, this does not move `jest.mock` above the
 * imports; a test that mocks a module calls `jest.mock` first and then requires what uses the module.
 */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { transformSync, version } = require('esbuild');

const OWN_TEXT = readFileSync(__filename);

/** @type {import('@jest/transform').SyncTransformer} */
module.exports = {
  process(text, file) {
    return transformSync(text, {
      loader: 'ts',
      format: 'cjs',
      target: `node${process.versions.node}`,
      sourcefile: file,
      sourcemap: 'external',
      sourcesContent: false,
    });
  },

  getCacheKey(text, file, { configString }) {
    const parts = [OWN_TEXT, version, process.version, configString, file, text];
    return parts.reduce((hash, part) => hash.update(part).update('\0'), createHash('sha256')).digest('hex');
  },
};
