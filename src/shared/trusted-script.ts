// Trusted Types: the script URLs that page and workers may load, under the policy name of the Content-Security-Policy.

type Policy = { createScriptURL(url: string): unknown };

/** The part of Trusted Types used here; browsers without them accept plain URLs. */
interface TrustedTypesGlobal {
  trustedTypes?: { createPolicy(name: string, rules: Policy): Policy };
}

let policy: Policy | undefined;

/**
 * A trusted `url` if it is in `allowed`. The first call creates the policy, so its `allowed` holds for all later calls: the
 * browser rejects a second policy of the same name.
 */
export function trustedScriptUrl(url: string, allowed: readonly string[] = [url]): unknown {
  const rules = {
    createScriptURL(requested: string): string {
      if (allowed.includes(requested)) return requested;
      throw new TypeError(`The Trusted Types policy 'lab' does not allow the script ${requested}.`);
    },
  };
  policy ??= (globalThis as TrustedTypesGlobal).trustedTypes?.createPolicy('lab', rules) ?? rules;
  return policy.createScriptURL(url);
}
