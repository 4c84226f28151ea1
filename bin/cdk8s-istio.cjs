#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

// A checkout runs its sources as they are. The package has no sources, and all that the CLI needs in a few files.
const source = join(__dirname, '../lib/cli/main.ts');
if (existsSync(source)) {
  require('../scripts/typescript.cjs');
  require(source);
} else {
  require('../build/cli/main.js');
}
