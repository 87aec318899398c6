// The scripts that page and workers may run, approved under the name that the page's security policy knows.

type Policy = { createScriptURL(address: string): unknown };

/** The part of Trusted Types used here; browsers without them take plain addresses. */
interface TrustedTypesGlobal {
  trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
}

let policy: Policy | undefined;

/**
 * Approves an address that is one of `own`, all that may ever be asked for: the policy is made with the first call, and a
 * second of the same name is refused.
 */
export function trustedScriptUrl(url: string, allowed: readonly string[] = [url]): unknown {
  const rules = {
    createScriptURL(asked: string): string {
      if (allowed.includes(asked)) return asked;
      throw new TypeError(`The policy 'lab' runs no script but the lab's own workers, and not ${asked}.`);
    },
  };
  policy ??= (globalThis as TrustedTypesGlobal).trustedTypes?.createPolicy('lab', rules) ?? rules;
  return policy.createScriptURL(url);
}
