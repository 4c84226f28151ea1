import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ExistingManifest } from './existing-manifest';
import type { ProjectFile, ProjectFiles } from './own-files';

/** What installs packages, by the file that it keeps. */
const INSTALLERS: Readonly<Record<string, string>> = {
  'package-lock.json': 'npm',
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
};

/** What installs the packages of a project; npm if nothing has done so. */
export function installerOf(folder: string): string {
  const file = Object.keys(INSTALLERS).find((name) => existsSync(join(folder, name)));
  return (file && INSTALLERS[file]) ?? 'npm';
}

const WORKFLOW = '.github/workflows/mesh.yaml';

/** What new files take for granted that a project has otherwise, a sentence each. */
export function otherwiseIn(folder: string, config: string | undefined, files: ProjectFiles): string[] {
  const installer = installerOf(folder);
  const output = /^output:\s*["']?([^"'\s#]+)/m.exec(config ?? '')?.[1]?.replace(/^\.\/|\/$/g, '') ?? 'dist';
  const reading = ['test/manifests.test.ts', 'mesh', WORKFLOW].filter((path) => files.has(path));
  return [
    ...(installer !== 'npm' && files.has(WORKFLOW)
      ? [`${WORKFLOW}: install with ${installer} in the place of "npm ci"`]
      : []),
    ...(output !== 'dist' && reading.length > 0
      ? [
          `cdk8s.yaml: the output is "${output}", and "dist" in ${reading.join(', ')}; write the same in all of them`,
        ]
      : []),
  ];
}

/** In a package of ECMAScript modules, files of Node that are not modules say so. */
export function filesFor({ value }: ExistingManifest, wanted: ProjectFiles): ProjectFiles {
  if (value.type !== 'module') {
    return wanted;
  }
  const files = [...wanted].map(([path, file]): [string, ProjectFile] => [
    path === 'jest.config.js' ? 'jest.config.cjs' : path,
    file,
  ]);
  const text = `${JSON.stringify({ type: 'commonjs' })}\n`;
  return new Map([...files, ['cluster/package.json', { text, isExecutable: false }]]);
}
