/**
 * Mistakes in an app. If nothing catches the error, the process prints the mistakes alone and ends with exit code 1: its
 * stack trace would be that of this library, and the mistakes name the constructs.
 */
export class MistakeError extends Error {
  /** @param mistakes a line each */
  constructor(
    readonly mistakes: readonly string[],
    message = mistakes.join('\n'),
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'MistakeError';
    printUncaught();
  }
}

/** Prints mistakes that nothing catches. An app that handles uncaught errors itself is left alone. */
function printUncaught(): void {
  if (process.listenerCount('uncaughtException') === 0) {
    process.on('uncaughtException', printMistakes);
    // What is not caught until then has been caught.
    setImmediate(() => process.off('uncaughtException', printMistakes)).unref();
  }
}

function printMistakes(error: unknown): void {
  process.off('uncaughtException', printMistakes);
  if (error instanceof MistakeError) {
    console.error(error.mistakes.join('\n'));
  } else {
    // Node prints any other error with its stack trace, too, as long as nothing listens.
    console.error(error);
  }
  process.exit(1);
}
