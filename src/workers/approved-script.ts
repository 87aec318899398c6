// The one script that workers may run, approved under the name that the page's security policy knows.

type Policy = { createScriptURL(address: string): unknown };

/** The part of Trusted Types used here; browsers without them take plain addresses. */
interface TrustedTypesScope {
  trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
}

let policy: Policy | undefined;

/** Made once: a second policy of the same name is refused. It approves the lab's worker, asked for first, and nothing else. */
export function approvedScript(labWorker: string): unknown {
  const rules = {
    createScriptURL(address: string): string {
      if (address === labWorker) return address;
      throw new TypeError(`The policy 'lab' runs no script but the lab's worker, and not ${address}.`);
    },
  };
  policy ??= (globalThis as TrustedTypesScope).trustedTypes?.createPolicy('lab', rules) ?? rules;
  return policy.createScriptURL(labWorker);
}
