import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';

/** Writes files, perhaps after the call. */
export interface FileWriter {
  /** Begins a file with some text (`w`), or adds text to it (`a`). */
  write(file: string, text: string, flag: 'w' | 'a'): void;
  /**
   * Waits until everything is written.
   *
   * @throws Error if something could not be written
   */
  finish(): void;
  /** Waits until nothing more will be written. */
  cancel(): void;
}

/** A thread takes longer to start than to write fewer files than these. */
const FEW_FILES = 500;
/** In milliseconds. No disk takes as long for one write. */
const MOST_SILENCE = 60_000;

/** A writer for about so many files: for many, a thread of its own, so that the caller can work while it writes. */
export function fileWriterFor(files: number): FileWriter {
  if (files >= FEW_FILES && availableParallelism() > 1) {
    try {
      return new BackgroundWriter();
    } catch {
      // Node's permissions may forbid threads.
    }
  }
  return DIRECT_WRITER;
}

const DIRECT_WRITER: FileWriter = {
  write: (file, text, flag) => writeFileSync(file, text, { flag }),
  finish: () => undefined,
  cancel: () => undefined,
};

/** The places in the memory that both threads share. */
const IS_DONE = 0;
const IS_CANCELLED = 1;
const WRITTEN = 2;

/** The code of the thread, as text: the package, its sources and tests each have their files elsewhere. */
const THREAD = `
const { writeFileSync } = require('node:fs');
const { workerData: { port, shared } } = require('node:worker_threads');
let hasFailed = false;
port.on('message', (message) => {
  if (message === undefined) {
    port.close();
    Atomics.store(shared, ${IS_DONE}, 1);
    Atomics.notify(shared, ${IS_DONE});
    return;
  }
  if (!hasFailed && Atomics.load(shared, ${IS_CANCELLED}) === 0) {
    try {
      writeFileSync(message.file, message.text, { flag: message.flag });
    } catch (error) {
      hasFailed = true;
      port.postMessage(error);
    }
  }
  Atomics.add(shared, ${WRITTEN}, 1);
});
`;

class BackgroundWriter implements FileWriter {
  private readonly shared = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  private readonly port: MessagePort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const workerData = { port: port2, shared: this.shared };
    new Worker(THREAD, { eval: true, workerData, transferList: [port2] }).unref();
    port1.unref();
  }

  write(file: string, text: string, flag: 'w' | 'a'): void {
    this.port.postMessage({ file, text, flag });
  }

  finish(): void {
    this.waitForEnd();
    const received = receiveMessageOnPort(this.port);
    if (received) {
      throw received.message;
    }
  }

  cancel(): void {
    Atomics.store(this.shared, IS_CANCELLED, 1);
    this.waitForEnd();
  }

  private waitForEnd(): void {
    this.port.postMessage(undefined);
    for (let written = -1; Atomics.wait(this.shared, IS_DONE, 0, MOST_SILENCE) === 'timed-out'; ) {
      const now = Atomics.load(this.shared, WRITTEN);
      if (now === written) {
        throw new Error('the thread that writes the files does not answer');
      }
      written = now;
    }
  }
}
