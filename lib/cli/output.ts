import { fstatSync, writeSync } from 'node:fs';

/** Where a command prints. */
export interface Output {
  /** What was asked for, in one line or several. */
  print(text: string): void;
  /** What is wrong with the call, or with a file. */
  complain(text: string): void;
  /** Whether what is printed may have colours. */
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

/** Node takes longer to make a stream than `check` takes for a few objects, so only terminals get one. */
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
        // The reader may stop early, as `head` does.
        process.exit(code === 'EPIPE' ? 0 : 2);
      }
      waitForReader();
    }
  }
}

/** A terminal, or what is as simple to write to; what cannot be told is left to Node, too. */
function isDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return true;
  }
}

/** Whoever started this process may have made its pipes non-blocking. */
function waitForReader(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}
