// Former names of options, which stay accepted.

/** By command: former flag to flag. */
const FORMER_OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  train: { '--images': '--train-images' },
  teach: { '--every': '--eval-interval' },
  bench: { '--growth': '--scaling' },
};

/** Replaces former flags, `--every 2` and `--every=2` alike. */
export function renameFormerOptions(args: readonly string[]): string[] {
  const [command, ...rest] = args;
  const renamed = FORMER_OPTIONS[command] ?? {};
  const rename = (arg: string) => {
    const [flag] = arg.split('=', 1);
    return Object.hasOwn(renamed, flag) ? renamed[flag] + arg.slice(flag.length) : arg;
  };
  return command === undefined ? [] : [command, ...rest.map(rename)];
}
