import { existsSync, readFileSync } from 'node:fs';
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

/** What installs the packages of a project. If nothing has done so, it is what runs this program, and else npm. */
export function installerOf(folder: string): string {
  const file = Object.keys(INSTALLERS).find((name) => existsSync(join(folder, name)));
  const caller = /^\w+(?=\/)/.exec(process.env.npm_config_user_agent ?? '')?.[0];
  return (file ? INSTALLERS[file] : Object.values(INSTALLERS).find((name) => name === caller)) ?? 'npm';
}

const WORKFLOW = '.github/workflows/mesh.yaml';

/** What Yarn 2 and later do otherwise than other installers, a sentence each. */
function forNewerYarn(folder: string, files: ProjectFiles): string[] {
  const config = textIn(folder, '.yarnrc.yml');
  const isNewer =
    config !== '' ||
    /^__metadata:/m.test(textIn(folder, 'yarn.lock')) ||
    /^yarn\/(?!1\.)/.test(process.env.npm_config_user_agent ?? '');
  if (!isNewer || installerOf(folder) !== 'yarn') {
    return [];
  }
  const hooks = ['pretest', 'postsynth'].filter((name) =>
    new RegExp(`"${name}":`).test(files.get('package.json')?.text ?? ''),
  );
  return [
    ...(/^nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(config)
      ? []
      : [
          '.yarnrc.yml: write "nodeLinker: node-modules", because the CLI of cdk8s runs the app with npx, which finds nothing with Plug\'n\'Play',
        ]),
    ...(hooks.length > 0
      ? [
          `package.json: Yarn does not run ${hooks.join(' and ')} by itself; run the scripts with npm, or name ${hooks.length > 1 ? 'them' : 'it'} in the scripts`,
        ]
      : []),
  ];
}

function textIn(folder: string, file: string): string {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** What new files take for granted that a project has otherwise, a sentence each. */
export function otherwiseIn(folder: string, config: string | undefined, files: ProjectFiles): string[] {
  const installer = installerOf(folder);
  const output = /^output:\s*["']?([^"'\s#]+)/m.exec(config ?? '')?.[1]?.replace(/^\.\/|\/$/g, '') ?? 'dist';
  const reading = ['test/manifests.test.ts', 'mesh', WORKFLOW].filter((path) => files.has(path));
  return [
    ...(installer !== 'npm' && files.has(WORKFLOW)
      ? [`${WORKFLOW}: install with ${installer} in the place of "npm ci"`]
      : []),
    ...forNewerYarn(folder, files),
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
