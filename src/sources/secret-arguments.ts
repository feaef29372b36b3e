import { constantCase } from 'change-case';
import { Secret } from '../model/secret.ts';
import { secretQuery } from './secret-query.ts';

/** Flags and variables whose value is a secret by its name. */
const SECRET_NAME =
  /(?:^|[-_])(?:api[-_]?key|key|token|secret|passw(?:or)?d|pwd|credentials?|auth|bearer|pat|jwt|dsn)(?:$|[-_])/i;
/** Values that are secrets by their form: known token prefixes and user info with a password in a URL. */
const SECRET_VALUE =
  /^(?:sk-|pk_|rk_|sk_|ghp_|gho_|github_pat_|glpat-|xox[abprs]-|AKIA|AIza|ya29\.|eyJ[\w-]+\.|npm_|hf_|figd_|sbp_|Bearer\s)|^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/;

/** A JSON text with a telling key: `{"apiKey": "…"}`. */
const SECRET_JSON = /"[\w-]*(?:key|token|secret|passw(?:or)?d|credentials?)"\s*:\s*"[^"]+"/i;
/** A UUID, a long run of letters and digits mixed, a long mix of cases and digits, a token with its prefix: no word is so. */
const SECRET_FORM =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{24,}|(?=(?:.*\d){3})(?=.*[A-Z])(?=.*[a-z])[\w.~-]{24,}|(?:sk|pk|key|token)[-_][\w-]{12,})$/;

/** Longest text that is a word of any kind. */
const MAX_WORD = 1000;

/** Arguments as they may be stored, and the secrets that stood in them by the names that took their place. */
export type HiddenArguments = { args: string[]; secrets: Map<string, Secret> };

/**
 * Replaces secrets among arguments by `${NAME}`: the value after a telling flag (`--api-key X`, `--api-key=X`,
 * `KEY=X`, a `Authorization: X` header) and values that look like one. `taken` are names that stand for other values.
 */
export function hideSecrets(argv: readonly string[], taken: ReadonlySet<string> = new Set()): HiddenArguments {
  const secrets = new Map<string, Secret>();
  const hide = (name: string, value: string) => {
    const base = constantCase(name) || 'ARGUMENT';
    let free = base;
    const isTaken = (wanted: string) => taken.has(wanted) || (secrets.get(wanted)?.reveal() ?? value) !== value;
    for (let n = 2; isTaken(free); n += 1) free = `${base}_${n}`;
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
    return isSecret(arg) ? hide(arg.includes('://') ? 'CONNECTION_URL' : 'ARGUMENT', arg) : arg;
  });
  return { args, secrets };
}

/** Says whether a text is a secret by its form alone, as API keys and tokens are. */
export function isSecretForm(text: string): boolean {
  return text.length > MAX_WORD ? !/[\s/]/.test(text) : SECRET_FORM.test(text);
}

/** Says whether an argument of no telling name is or holds a secret. */
function isSecret(arg: string): boolean {
  if (isOpen(arg)) return false;
  const [, value = arg] = /^--?[A-Za-z][\w-]*=(.*)$/s.exec(arg) ?? [];
  if (SECRET_VALUE.test(value) || isSecretForm(value) || SECRET_JSON.test(value)) return true;
  return isAddress(value) && (secretQuery(value).length > 0 || value.split(/[/?#]/).some(isSecretForm));
}

function isAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

/** Says whether a text is wholly a reference to a variable, alone or after `Bearer ` and its kin, so no literal. */
function isOpen(text: string): boolean {
  return /^(?:(?:bearer|basic|token)\s+)?\$(?:\{[^}]+\}|[A-Za-z_]\w*)$/i.test(text);
}
