// The programs a model was looked at with last: compiled once, and let go when others were needed since.

/** How many are kept ready; the least recently used one goes first. */
const MAX_PROGRAMS = 6;

export class ProgramCache<Program extends { dispose(): void }> {
  /** Oldest first. */
  private readonly programs = new Map<string, Program>();

  /** The one kept under a key, or one just made. Calls must not overlap. */
  async get(key: string, create: () => Promise<Program>): Promise<Program> {
    const program = this.programs.get(key) ?? (await create());
    this.programs.delete(key);
    this.programs.set(key, program);
    for (const [oldest, evicted] of this.programs) {
      if (this.programs.size <= MAX_PROGRAMS) break;
      this.programs.delete(oldest);
      evicted.dispose();
    }
    return program;
  }

  dispose(): void {
    for (const program of this.programs.values()) program.dispose();
    this.programs.clear();
  }
}
