import { constantCase } from 'change-case';
import { Secret } from '../model/secret.ts';

/** Flags and variables whose value is a secret by its name. */
const SECRET_NAME =
  /(?:^|[-_])(?:api[-_]?key|key|token|secret|passw(?:or)?d|pwd|credentials?|auth|bearer|pat|jwt|dsn)(?:$|[-_])/i;
/** Values that are secrets by their form: known token prefixes and user info with a password in a URL. */
const SECRET_VALUE =
  /^(?:sk-|pk_|rk_|sk_|ghp_|gho_|github_pat_|glpat-|xox[abprs]-|AKIA|AIza|ya29\.|eyJ[\w-]+\.|npm_|hf_|figd_|sbp_|Bearer\s)|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/;

/** Arguments as they may be stored, and the secrets that stood in them by the names that took their place. */
export type HiddenArguments = { args: string[]; secrets: Map<string, Secret> };

/**
 * Replaces secrets among arguments by `${NAME}`: the value after a telling flag (`--api-key X`, `--api-key=X`,
 * `KEY=X`, a `Authorization: X` header) and values that look like one.
 */
export function hideSecrets(argv: readonly string[]): HiddenArguments {
  const secrets = new Map<string, Secret>();
  const hide = (name: string, value: string) => {
    const base = constantCase(name) || 'ARGUMENT';
    let free = base;
    for (let n = 2; secrets.has(free) && secrets.get(free)?.reveal() !== value; n += 1) free = `${base}_${n}`;
    secrets.set(free, new Secret(value));
    return `\${${free}}`;
  };
  const args = argv.map((arg, index) => {
    const flag = /^--?([A-Za-z][\w-]*)$/.exec(argv[index - 1] ?? '')?.[1];
    if (flag !== undefined && SECRET_NAME.test(flag) && !arg.startsWith('-') && !isOpen(arg)) return hide(flag, arg);
    const [, head, name, value] = /^(-{0,2}([A-Za-z][\w.-]*)\s*[=:]\s*)(?!\/\/)(.+)$/s.exec(arg) ?? [];
    if (head !== undefined && name !== undefined && value !== undefined && !isOpen(value)) {
      if (SECRET_NAME.test(name) || /^(?:authorization|cookie)$/i.test(name) || SECRET_VALUE.test(value))
        return head + hide(name, value);
    }
    return SECRET_VALUE.test(arg) && !isOpen(arg)
      ? hide(arg.includes('://') ? 'CONNECTION_URL' : 'ARGUMENT', arg)
      : arg;
  });
  return { args, secrets };
}

/** Says whether a text is wholly a reference to a variable, alone or after `Bearer ` and its kin, so no literal. */
function isOpen(text: string): boolean {
  return /^(?:(?:bearer|basic|token)\s+)?\$(?:\{[^}]+\}|[A-Za-z_]\w*)$/i.test(text);
}
