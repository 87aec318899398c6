// What went wrong, in an error's own words: both sides of the door, the command line and the model show them.

/** Anything may be thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
