// A cache of compiled programs with eviction by least recent use.

const MAX_PROGRAMS = 6;

export class ProgramCache<Program extends { dispose(): void }> {
  /** Least recently used first. */
  private readonly programs = new Map<string, Program>();
  private readonly maxPrograms: number;

  constructor(maxPrograms = MAX_PROGRAMS) {
    this.maxPrograms = maxPrograms;
  }

  /** The cached program of a key, or a new one. Calls must not overlap. */
  async get(key: string, create: () => Promise<Program>): Promise<Program> {
    const program = this.programs.get(key) ?? (await create());
    this.programs.delete(key);
    this.programs.set(key, program);
    for (const [oldest, evicted] of this.programs) {
      if (this.programs.size <= this.maxPrograms) break;
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
