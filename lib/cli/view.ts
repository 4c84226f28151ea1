import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PACKAGE } from '../init/own-package';
import { contentsOf, type FileTexts, noFilesIn, readTexts, STANDARD_INPUT } from '../manifests/files';
import { MeshModel } from '../routing';
import { type PageSource, pageDataOf } from '../view/document/page-data-of';
import { type PageCode, pageDocument } from '../view/document/page-document';
import { refuseOtherFile, writePage } from '../view/document/page-file';
import { open } from '../view/serve/open';
import { complainOf, complainOfReplaced, pathsFrom } from './manifests';
import {
  aroundFrom,
  CONTEXT_OPTION,
  contextFrom,
  MESH_OPTIONS,
  meshOptionsFrom,
  meshUsage,
  SERVER_OPTION,
  serversFrom,
  serverUsage,
} from './mesh-options';
import type { Output } from './output';
import { hostPorts } from './playground-ports';
import { attempt, parse, UsageError } from './usage';
import { DEFAULT_PORT, serve } from './view-server';

const USAGE = `usage: cdk8s-istio view [OPTION]... [PATH]...

Writes a page to look at the mesh with a browser: the map of gateways, hosts, routes, Services and workloads, with what
check says of them, and a bar to ask where requests go. All of that follows when manifests are edited there. It is one
file, which needs neither a server nor a network, and has nothing of what is in Secrets. A PATH is a YAML or JSON file,
a folder with its subfolders, or - for standard input (dist). If the current folder has a file cluster/k3d.yaml, the
ports of this machine in that file lead to the ingress gateway.

      --output FILE          where to write the page, or - for standard output (build/mesh.html)
      --open                 open the page in the browser
      --serve [PORT]         serve the page to this machine alone (${DEFAULT_PORT} or a free port), and load it anew when the
                             manifests change. Without a PATH, the app in cdk8s.yaml is synthesized when it changes
${meshUsage('objects that exist elsewhere')}
${serverUsage()}

exit status: 0, or 2 if the call is wrong or a file is not YAML; the page names the file, and shows the others`;

const OPTIONS = {
  output: { type: 'string' },
  open: { type: 'boolean', default: false },
  serve: { type: 'string' },
  ...MESH_OPTIONS,
  ...CONTEXT_OPTION,
  ...SERVER_OPTION,
  help: { type: 'boolean', short: 'h' },
} as const;

const DEFAULT_OUTPUT = 'build/mesh.html';
const STANDARD_OUTPUT = '-';

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
  if (values.serve === undefined) {
    return writeOnce(values, positionals, source, output);
  }
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
  const opener = values.open ? (url: string) => open(url, output.complain) : undefined;
  void serve({ paths: positionals, source, code: attempt(pageCode), port, open: opener }, output);
  return 0;
}

function writeOnce(
  { output: named, open: isOpened }: Values,
  positionals: readonly string[],
  source: SourceMaker,
  output: Output,
): number {
  if (named === '') {
    throw new UsageError('--output is empty; name the file for the page');
  }
  if (named === STANDARD_OUTPUT && isOpened) {
    throw new UsageError('--open needs a file, and --output - writes none; name a file');
  }
  const file = named ?? DEFAULT_OUTPUT;
  if (file !== STANDARD_OUTPUT) {
    attempt(() => refuseOtherFile(file));
  }
  const paths = pathsFrom(positionals);
  const files = attempt(() => readTexts(paths));
  if (files.texts.length === 0) {
    throw new UsageError(noFilesIn(paths));
  }
  const shown = source(paths, files);
  complainOfReplaced(output, shown.contents.manifests);
  const data = pageDataOf(shown);
  const { html } = pageDocument(attempt(pageCode), data);
  if (file !== STANDARD_OUTPUT) {
    attempt(() => writePage(file, html));
  }
  const { problems } = data;
  complainOf(problems, output);
  output.print(file === STANDARD_OUTPUT ? html.trimEnd() : file);
  if (isOpened) {
    open(resolve(file), output.complain);
  }
  return problems.length > 0 ? 2 : 0;
}

type SourceMaker = (paths: readonly string[], files: FileTexts) => PageSource;

/** What is shown of files. What exists elsewhere is read once. */
function sourceMaker(values: Values, output: Output): SourceMaker {
  const servers = serversFrom(values.server);
  const elsewhere = contextFrom(values.context, output);
  const ports = attempt(() => hostPorts());
  const fileOptions = fileOptionsIn(values);
  return (paths, files) => {
    const contents = contentsOf(files);
    const { options: installed, context, ignore, problems } = aroundFrom(values, contents, elsewhere);
    // Without files, no server is known.
    const options = { ...installed, hostPorts: ports, servers: files.texts.length === 0 ? {} : servers };
    // The page makes a model as well, and cannot say there that the call is wrong.
    attempt(() => MeshModel.fromManifests(contents.manifests, options, context));
    return {
      paths,
      fileOptions,
      texts: files.texts,
      contents: { ...contents, problems: [...contents.problems, ...problems] },
      context,
      ignore,
      options,
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
  return {
    script: text('page.js'),
    checks: text('checks.js'),
    styles: text('page.css'),
    notices: text('notices.txt'),
  };
}
