// Errors that end a command with an exit code of their own.

/** Exit code of a command that is called wrongly. */
export const USAGE_ERROR = 2;

export class CommandError extends Error {
  readonly exitCode: number;

  /** An empty message prints nothing: the error has been reported. */
  constructor(exitCode: number, message = '') {
    super(message);
    this.exitCode = exitCode;
  }
}
