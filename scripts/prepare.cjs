/**
 * What npm runs after it has installed the dependencies of this package, and before it packs the package. It builds the package
 * only for somebody who gets it: `npm pack`, `npm publish`, an installation from git, or a link to this folder.
 */
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..');
const { npm_command: command = '', npm_package_resolved: source } = process.env;

const isInstall = /^(ci|install)\b/.test(command);
// npm names the source of a package that it packs or links. A checkout that it installs the dependencies of has none.
if (!isInstall || source !== undefined) {
  build();
}

function build() {
  const missing = ['typescript', 'esbuild'].filter((name) => !existsSync(join(ROOT, 'node_modules', name)));
  if (missing.length > 0) {
    console.error(
      `cdk8s-istio is not built, because ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not installed; run "npm ci" in ${ROOT} without --omit=dev`,
    );
    // A link to this folder is made nevertheless.
    process.exitCode = isInstall ? 0 : 1;
    return;
  }
  const { status } = spawnSync(
    process.execPath,
    ['--require', join(__dirname, 'typescript.cjs'), join(__dirname, 'build.ts')],
    // The output of `npm pack --json` is for programs.
    { cwd: ROOT, stdio: ['ignore', 2, 2] },
  );
  process.exitCode = status ?? 1;
}
