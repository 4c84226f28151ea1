import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const repository = join(__dirname, '../..');

/** What a POSIX system has. Whatever else `mesh` calls has to be a tool it asks for. */
const utilities = 'cat cp date dirname expr grep head mkdir mv printf rm sed sh sort'.split(' ');

export const tools = ['k3d', 'istioctl', 'kubectl', 'docker', 'openssl', 'curl', 'node', 'npm'];

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of the project with stand-ins for all tools: nothing outside of its folder is read or changed. */
export class Sandbox {
  readonly root: string;
  readonly project: string;
  private readonly children = new Set<ChildProcess>();

  private constructor(
    name: string,
    readonly ports: readonly [string, string, string],
    like?: Sandbox,
  ) {
    this.root = mkdtempSync(join(tmpdir(), name));
    this.project = join(this.root, 'project');
    if (like) {
      cpSync(like.root, this.root, { recursive: true, verbatimSymlinks: true });
      return;
    }
    for (const folder of ['bin', 'state', 'tmp', 'project/node_modules']) {
      mkdirSync(join(this.root, folder), { recursive: true });
    }
    writeFileSync(join(this.project, 'node_modules/.package-lock.json'), '');
    cpSync(join(repository, 'mesh'), join(this.project, 'mesh'));
    cpSync(join(repository, 'cluster'), join(this.project, 'cluster'), { recursive: true });
    // The real ports may be taken by a real cluster.
    const config = join(this.project, 'cluster/k3d.yaml');
    const [http, https, api] = ports;
    writeFileSync(
      config,
      readFileSync(config, 'utf8').replace('9080', http).replace('9443', https).replace('6443', api),
    );
    for (const utility of utilities) this.link(utility, which(utility));
    for (const tool of [...tools, 'sleep']) this.link(tool, join(__dirname, 'bin', tool));
    this.write('contexts', 'work\n');
    this.write('current-context', 'work');
    this.write('running', '');
  }

  static async create(name = 'mesh-'): Promise<Sandbox> {
    return new Sandbox(name, [await freePort(), await freePort(), await freePort()]);
  }

  /** Another sandbox in the state of this one. */
  copy(): Sandbox {
    return new Sandbox('mesh-', this.ports, this);
  }

  private link(name: string, target: string | undefined): void {
    if (target && existsSync(target)) {
      rmSync(join(this.root, 'bin', name), { force: true });
      symlinkSync(target, join(this.root, 'bin', name));
    }
  }

  /** Puts the real program in its stand-in's place. */
  real(tool: string): void {
    this.link(tool, which(tool));
  }

  removeTool(tool: string): void {
    rmSync(join(this.root, 'bin', tool));
  }

  write(fact: string, text: string): void {
    writeFileSync(join(this.root, 'state', fact), text);
  }

  read(fact: string): string {
    const file = join(this.root, 'state', fact);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** The recorded calls since the last time, without those that only ask for a version. */
  calls(): string[] {
    const calls = this.read('calls').split('\n').slice(0, -1);
    this.write('calls', '');
    return calls.filter((call) => !/ (version( .*)?|--version)$/.test(call));
  }

  /** What `mesh` left in its temporary folder. */
  leftovers(): string[] {
    return readdirSync(join(this.root, 'tmp'));
  }

  async mesh(
    args: string[],
    environment: Record<string, string> = {},
    shell: string[] = [],
  ): Promise<Outcome> {
    return outcome(this.spawn([...shell, join(this.project, 'mesh'), ...args], environment));
  }

  /** Ctrl-C as soon as the call hangs. */
  async interrupted(command: string, call: string): Promise<Outcome> {
    this.write('hang', call);
    const child = this.spawn([join(this.project, 'mesh'), command]);
    child.stdout?.on('data', (data) => {
      if (String(data).includes('hanging on')) process.kill(-(child.pid ?? 0), 'SIGINT');
    });
    const result = await outcome(child);
    this.write('hang', '');
    return result;
  }

  /** Runs a script among the stand-ins, in the project's folder. */
  async script(text: string): Promise<Outcome> {
    return outcome(this.spawn(['/bin/sh', '-c', `cd project && ${text}`]));
  }

  private spawn([program = '', ...args]: string[], environment: Record<string, string> = {}): ChildProcess {
    const child = spawn(program, args, {
      cwd: this.root,
      detached: true, // a process group of its own, as in a terminal
      env: {
        PATH: join(this.root, 'bin'),
        TMPDIR: join(this.root, 'tmp'),
        STAND_IN: join(this.root, 'state'),
        STAND_IN_HOME: __dirname,
        STAND_IN_NODE: process.execPath,
        ...environment,
      },
    });
    this.children.add(child);
    return child;
  }

  /** The text with what differs from one run to the next replaced. */
  plain(text: string): string {
    const [http, https, api] = this.ports;
    return text
      .replaceAll(this.root, '/sandbox')
      .replace(/mesh\.\w{6}/g, 'mesh.XXXXXX')
      .replaceAll(http, '9080')
      .replaceAll(https, '9443')
      .replaceAll(api, '6443');
  }

  remove(): void {
    for (const child of this.children) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(this.root, { recursive: true, force: true });
  }
}

function outcome(child: ChildProcess): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data) => {
    stdout += data;
  });
  child.stderr?.on('data', (data) => {
    stderr += data;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

export function which(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}

export function listen(port = 0): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(port, '127.0.0.1', () => resolve(server));
  });
}

export function portOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address ? String(address.port) : '';
}

// Below the ports that systems give to outgoing connections, and each handed out once.
let candidate = 20_000 + Math.floor(Math.random() * 10_000);

async function freePort(): Promise<string> {
  candidate += 1;
  const server = await listen(candidate).catch(() => undefined);
  if (!server) return freePort();
  const port = portOf(server);
  await new Promise((done) => server.close(done));
  return port;
}

const sandboxes: Sandbox[] = [];

export async function sandbox(name?: string): Promise<Sandbox> {
  const created = await Sandbox.create(name);
  sandboxes.push(created);
  return created;
}

let first: Promise<{ mesh: Sandbox; outcome: Outcome; calls: string[] }> | undefined;

/** What an `up` from nothing said, called and left; made once for all tests of a file. */
export function firstUp() {
  first ??= (async () => {
    const mesh = await sandbox();
    return { mesh, outcome: await mesh.mesh(['up']), calls: mesh.calls() };
  })();
  return first;
}

/** A sandbox in which an `up` has been. */
export async function finished(): Promise<Sandbox> {
  const copy = (await firstUp()).mesh.copy();
  sandboxes.push(copy);
  return copy;
}

export function removeSandboxes(): void {
  for (const each of sandboxes) each.remove();
}
