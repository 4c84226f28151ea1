import { type FileTexts, noFilesIn, readTexts } from '../manifests/files';
import { type PageSource, pageDataOf } from '../view/document/page-data-of';
import { type PageCode, type PageDocument, pageDocument } from '../view/document/page-document';
import { PROJECT, type Project, ProjectSynth, projectHere } from '../view/serve/project-synth';
import { LOCALHOST, PageServer } from '../view/serve/server';
import { Watch, writtenIn } from '../view/serve/watch';
import { DEFAULT_FOLDER } from './manifests';
import type { Output } from './output';

/** The port that is used if it is free and none is asked for. */
export const DEFAULT_PORT = 9480;

/** What is served, and where. */
export interface Serving {
  /** Empty for the project in the current folder, or else `dist`. */
  readonly paths: readonly string[];
  /** What is shown of files. */
  readonly source: (paths: readonly string[], files: FileTexts) => PageSource;
  readonly code: PageCode;
  /** Undefined for the default port, or any that is free. */
  readonly port: number | undefined;
  readonly open: ((url: string) => void) | undefined;
}

/** Where the manifests of a page come from. */
interface Origin {
  readonly paths: readonly string[];
  watched(): readonly string[];
  read(): Promise<FileTexts>;
  /** Ends what takes too long to be read. */
  endIfHanging(): void;
  /** Ends whatever is read. */
  stop(): void;
}

const NO_FILES: FileTexts = { texts: [], notes: [] };

/** Serves the page until the process is ended. */
export async function serve(serving: Serving, output: Output): Promise<PageServer | undefined> {
  const origin = originOf(serving.paths, output);
  const ending = endedWith(origin);
  const first = await attemptToMake(serving, origin);
  const server = new PageServer(typeof first === 'string' ? pageOf(serving, origin.paths, NO_FILES) : first);
  if (typeof first === 'string') {
    server.fail(first);
    output.complain(first);
  }
  try {
    await listen(server, serving.port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'another program has it; name another port, or none' : message;
    output.complain(`cdk8s-istio: cannot listen on port ${serving.port ?? DEFAULT_PORT}: ${why}`);
    process.exitCode = 2;
    ending.forget();
    return undefined;
  }
  const url = `http://${LOCALHOST}:${server.port}/`;
  output.print(`${url} shows ${origin.paths.join(', ')} (end with Ctrl-C)`);
  serving.open?.(url);
  const watch = follow(serving, origin, server, output);
  server.onClose = () => {
    watch.close();
    origin.stop();
    ending.forget();
  };
  return server;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Lets what an origin runs end with this process. */
function endedWith(origin: Origin): { forget(): void } {
  const end = (signal: NodeJS.Signals) => {
    origin.stop();
    forget();
    process.kill(process.pid, signal);
  };
  const forget = () => {
    for (const signal of SIGNALS) {
      process.off(signal, end);
    }
  };
  for (const signal of SIGNALS) {
    process.on(signal, end);
  }
  return { forget };
}

function originOf(paths: readonly string[], output: Output): Origin {
  const project = paths.length === 0 ? projectHere() : undefined;
  return project ? ofProject(project, output) : ofFiles(paths.length > 0 ? paths : [DEFAULT_FOLDER]);
}

function ofProject(project: Project, output: Output): Origin {
  const synth = new ProjectSynth(project, output.complain);
  return {
    paths: [project.output],
    watched: () => [...new Set([...writtenIn('.', project.output), PROJECT])],
    read: () => synth.read(),
    endIfHanging: () => synth.endIfHanging(),
    stop: () => synth.stop(),
  };
}

function ofFiles(paths: readonly string[]): Origin {
  const read = async () => {
    const files = readTexts(paths);
    if (files.texts.length === 0) {
      throw new Error(noFilesIn(paths));
    }
    return files;
  };
  return { paths, watched: () => paths, read, endIfHanging: () => {}, stop: () => {} };
}

/** @returns the page of what is there, or why there is none */
async function attemptToMake(serving: Serving, origin: Origin): Promise<PageDocument | string> {
  try {
    return pageOf(serving, origin.paths, await origin.read());
  } catch (error) {
    return (error as Error).message;
  }
}

function pageOf({ source, code }: Serving, paths: readonly string[], files: FileTexts): PageDocument {
  return pageDocument(code, { ...pageDataOf(source(paths, files)), isLive: true });
}

async function listen(server: PageServer, port: number | undefined): Promise<void> {
  if (port !== undefined) {
    return server.listen(port);
  }
  try {
    await server.listen(DEFAULT_PORT);
  } catch {
    await server.listen(0);
  }
}

/** Makes the page anew when files change. While it is made, later changes wait. */
function follow(serving: Serving, origin: Origin, server: PageServer, output: Output): Watch {
  let running = false;
  let again = false;
  let latest: string | undefined;
  const renew = async (): Promise<void> => {
    if (running) {
      again = true;
      origin.endIfHanging();
      return;
    }
    running = true;
    const made = await attemptToMake(serving, origin);
    running = false;
    const problem = typeof made === 'string' ? made : undefined;
    if (problem !== undefined && problem !== latest) {
      output.complain(problem);
    }
    latest = problem;
    if (typeof made === 'string') {
      server.fail(made);
    } else {
      server.change(made);
    }
    if (again) {
      again = false;
      await renew();
    }
  };
  return new Watch(origin.watched, () => void renew());
}
