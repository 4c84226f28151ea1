import { fstatSync, writeSync } from 'node:fs';

/** Where a command prints. */
export interface Output {
  /** Prints what the user asked for, one line or several. */
  print(text: string): void;
  /** Prints what is wrong with the call or with a file. */
  complain(text: string): void;
  /** Whether the printed text may have colours. */
  readonly isColoured: boolean;
}

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

/** The standard output and the standard error of this process. */
export const standardOutput: Output = {
  print: (text) => write(STANDARD_OUTPUT, text),
  complain: (text) => write(STANDARD_ERROR, text),
  get isColoured() {
    return isDevice(STANDARD_OUTPUT) && process.stdout.isTTY === true && !process.env.NO_COLOR;
  },
};

/** Node takes as long to make a stream as `check` takes for a few objects, so only terminals get a stream. */
function write(descriptor: number, text: string): void {
  if (isDevice(descriptor)) {
    (descriptor === STANDARD_OUTPUT ? console.log : console.error)(text);
    return;
  }
  const bytes = Buffer.from(`${text}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EAGAIN') {
        // A reader such as `head` may stop early.
        process.exit(code === 'EPIPE' ? 0 : 2);
      }
      waitForReader();
    }
  }
}

/** Whether Node should write: to terminals and other devices, and if the kind of the output is unknown. */
function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return true;
  }
}

/** Waits until the reader has taken something: the pipe may be non-blocking. */
function waitForReader(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}
