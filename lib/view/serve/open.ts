import { spawn } from 'node:child_process';

const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** A program that has not failed by then has opened a browser, and may be the browser itself; in milliseconds. */
const SURE_AFTER = 3000;

/**
 * Opens a file or an address with the program that the desktop has for it.
 *
 * @param failed is called with the reason, at once or later
 */
export function open(what: string, failed: (because: string) => void): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, what], { detached: true, stdio: 'ignore' });
  const sure = setTimeout(() => child.unref(), SURE_AFTER);
  const fail = (why: string) => {
    clearTimeout(sure);
    failed(`cannot open "${what}": ${why}; open it yourself`);
  };
  child.on('error', ({ message }) => fail(message));
  child.on('exit', (status) => {
    clearTimeout(sure);
    if (status !== 0) {
      fail(`${program} ends with ${status === null ? 'a signal' : `status ${status}`}`);
    }
  });
}
