/** The call is wrong, or what it names cannot be used: one line, exit status 2. */
export class UsageError extends Error {
  constructor(
    message: string,
    /** How the command is called, where that helps. */
    readonly usage = '',
  ) {
    super(message);
  }
}
