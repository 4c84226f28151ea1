#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// A checkout runs its sources as they stand; a package has them compiled and brings no sources.
const source = join(__dirname, '../lib/cli/main.ts');
if (existsSync(source)) {
  require('../scripts/typescript.cjs');
  require(source);
} else {
  require('../build/lib/cli/main.js');
}
