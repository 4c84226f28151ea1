import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { PACKAGE } from '../init/own-package';
import { contentsOf, type FileTexts, noFilesIn, readTexts, STANDARD_INPUT } from '../manifests/files';
import { makeFolder } from '../manifests/paths';
import { type PageSource, pageDataOf } from '../view/document/page-data-of';
import { type PageCode, pageDocument } from '../view/document/page-document';
import { complainOf } from './manifests';
import { aroundFrom, CONTEXT_OPTION, contextFrom, MESH_OPTIONS, meshOptionsFrom } from './mesh-options';
import type { Output } from './output';
import { hostPorts } from './playground-ports';
import { attempt, parse, UsageError } from './usage';
import { DEFAULT_PORT, serve } from './view-server';

const USAGE = `usage: cdk8s-istio view [OPTION]... [PATH]...

Writes a page to look at the mesh with a browser: the map of gateways, hosts, routes, Services and workloads, with what
check says of them, and a bar to ask where requests go. It is one file, which needs neither a server nor a network, and
has nothing of what is in Secrets. A PATH is a YAML or JSON file, a folder with its subfolders, or - for standard input
(dist). If the current folder has a file cluster/k3d.yaml, the ports of this machine in that file lead to the ingress
gateway.

      --output FILE          where to write the page (build/mesh.html)
      --open                 open the page in the browser
      --serve [PORT]         serve the page to this machine alone (${DEFAULT_PORT} or a free port), and load it anew when the
                             manifests change. Without a PATH, the app in cdk8s.yaml is synthesized when it changes
      --istio VERSION        the version of Istio: 1.30, 1.31 or 1.32 (1.32)
      --mesh-config FILE     a YAML file with the MeshConfig of the mesh (istioctl install's)
      --profile PROFILE      the profile with which Istio is installed: default, demo, minimal, openshift, preview,
                             remote or stable (default)
      --context PATH         objects that exist elsewhere; kube: stands for the cluster of kubectl's current context, and
                             kube:NAME for that of another one; may be repeated

exit status: 0, or 2 if the call is wrong or a file is not YAML; the page names the file, and shows the others`;

const OPTIONS = {
  output: { type: 'string' },
  open: { type: 'boolean', default: false },
  serve: { type: 'string' },
  ...MESH_OPTIONS,
  ...CONTEXT_OPTION,
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_OUTPUT = 'build/mesh.html';
const DEFAULT_PATHS: readonly string[] = ['dist'];

/** `cdk8s-istio view`: writes or serves a page. */
export function runView(args: readonly string[], output: Output): number {
  const { values, positionals } = parse(
    { args: withPort(args), allowPositionals: true, options: OPTIONS },
    USAGE,
  );
  if (values.help) {
    output.print(USAGE);
    return 0;
  }
  // Before anything is read.
  meshOptionsFrom(values);
  const source = sourceMaker(values, output);
  if (values.serve !== undefined) {
    if (values.output !== undefined) {
      throw new UsageError(
        '--output and --serve exclude each other; call view twice to write and to serve the page',
      );
    }
    const port = portFrom(values.serve);
    if (positionals.includes(STANDARD_INPUT)) {
      throw new UsageError('standard input cannot be read again when it changes; name a file or a folder');
    }
    const missing = positionals.find((path) => !existsSync(path));
    if (missing !== undefined) {
      throw new UsageError(`cannot read "${missing}": there is no such file or folder`);
    }
    const opener = values.open ? (url: string) => open(url, output) : undefined;
    void serve({ paths: positionals, source, code: attempt(pageCode), port, open: opener }, output);
    return 0;
  }
  if (values.output === '') {
    throw new UsageError('--output is empty; name the file for the page');
  }
  const paths = positionals.length > 0 ? positionals : DEFAULT_PATHS;
  const files = attempt(() => readTexts(paths));
  if (files.texts.length === 0) {
    throw new UsageError(noFilesIn(paths));
  }
  const file = values.output ?? DEFAULT_OUTPUT;
  const data = pageDataOf(source(paths, files));
  attempt(() => write(file, pageDocument(pageCode(), data).html));
  const { problems } = data;
  complainOf(problems, output);
  output.print(file);
  if (values.open) {
    open(resolve(file), output);
  }
  return problems.length > 0 ? 2 : 0;
}

/** What is shown of files. What exists elsewhere is read once. */
function sourceMaker(
  values: Values,
  output: Output,
): (paths: readonly string[], files: FileTexts) => PageSource {
  const elsewhere = contextFrom(values.context, output);
  const ports = attempt(() => hostPorts());
  const fileOptions = fileOptionsIn(values);
  return (paths, files) => {
    const contents = contentsOf(files);
    const { options, context, ignore, problems } = aroundFrom(values, contents, elsewhere);
    return {
      paths,
      fileOptions,
      texts: files.texts,
      contents: { ...contents, problems: [...contents.problems, ...problems] },
      context,
      ignore,
      options: { ...options, hostPorts: ports },
    };
  };
}

function fileOptionsIn({ 'mesh-config': meshConfig, context }: Values): string[] {
  return [
    ...(meshConfig === undefined ? [] : ['--mesh-config', meshConfig]),
    ...context.flatMap((path) => ['--context', path]),
  ];
}

type Values = ReturnType<
  typeof parse<{ args: string[]; allowPositionals: true; options: typeof OPTIONS }>
>['values'];

/** `--serve` may stand without a port, which `parseArgs` does not know. */
function withPort(args: readonly string[]): string[] {
  return args.flatMap((arg, i) => {
    const next = args[i + 1];
    if (arg === '--serve') {
      return next !== undefined && /^\d+$/.test(next) ? [`--serve=${next}`] : ['--serve='];
    }
    return args[i - 1] === '--serve' && /^\d+$/.test(arg) ? [] : [arg];
  });
}

/** Undefined where the option names no port. */
function portFrom(written: string): number | undefined {
  if (written === '') {
    return undefined;
  }
  const port = Number(written);
  if (!/^\d+$/.test(written) || port < 1 || port > 65535) {
    throw new UsageError(`--serve "${written}" is not a port; use a number from 1 to 65535`);
  }
  return port;
}

function write(file: string, html: string): void {
  try {
    makeFolder(dirname(file));
    writeWhole(file, html);
  } catch (error) {
    throw new Error(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Writes a file whole or not at all. What is not a file, such as `/dev/stdout`, cannot be replaced. */
function writeWhole(file: string, text: string): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  if (!(statSync(target, { throwIfNoEntry: false })?.isFile() ?? true)) {
    writeFileSync(target, text);
    return;
  }
  const staged = `${target}.${process.pid}`;
  try {
    writeFileSync(staged, text);
    renameSync(staged, target);
  } finally {
    rmSync(staged, { force: true });
  }
}

/** The code of the page, which is in the package. In a checkout, it is put together from the sources. */
function pageCode(): PageCode {
  const builder = join(PACKAGE, 'scripts/build-page.ts');
  if (existsSync(builder)) {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--require', './scripts/typescript.cjs', 'scripts/build-page.ts'],
      { cwd: PACKAGE, encoding: 'utf8' },
    );
    if (status !== 0) {
      throw new Error(`the page cannot be put together: ${stderr.trim()}`);
    }
  }
  const text = (file: string) => readFileSync(join(PACKAGE, 'build/page', file), 'utf8');
  return { script: text('page.js'), styles: text('page.css'), notices: text('notices.txt') };
}

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** Opens a file or an address with the program that the desktop has for it. */
function open(what: string, output: Output): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, what], { detached: true, stdio: 'ignore' });
  child.on('error', ({ message }) => output.complain(`cannot open "${what}": ${message}; open it yourself`));
  child.unref();
}
