import type { ArgumentRule } from '../model/policy.ts';
import { foldName } from './arguments/find-break.ts';
import { readAllowedHost } from './arguments/host.ts';
import { readPrefix } from './arguments/path.ts';

/**
 * Letters beside ASCII of paths that Rego lets through: of Latin, Greek, Cyrillic, kana, Han and Hangul, as ranges of
 * code points. Text of them is its own compatibility form (NFKC), which Rego cannot make.
 */
export const STABLE_LETTERS: readonly (readonly [number, number])[] = [
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x131],
  [0x134, 0x13e],
  [0x141, 0x148],
  [0x14a, 0x17e],
  [0x391, 0x3a1],
  [0x3a3, 0x3a9],
  [0x3b1, 0x3c9],
  [0x410, 0x44f],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
];

/** What Rego reads of a rule on an argument: hosts and folders taken apart, and the argument's name as servers may fold it. */
export function regoArgumentRule(rule: ArgumentRule) {
  const { kind, argument, otherwise } = rule;
  const common = { kind, argument, folded: foldName(argument), otherwise };
  if (rule.kind === 'max-amount') return { ...common, max: rule.max };
  if (rule.kind === 'allowed-hosts')
    return { ...common, hosts: rule.hosts.flatMap((host) => readAllowedHost(host) ?? []) };
  return { ...common, prefixes: rule.prefixes.flatMap((prefix) => readPrefix(prefix) ?? []) };
}

const range = ([from, to]: readonly [number, number]) => String.raw`\x{${from.toString(16)}}-\x{${to.toString(16)}}`;
/** White space and controls, which readers of URLs drop, and the backslash. */
const NOT_IN_URLS = String.raw`\\\x{0}-\x{20}\x{7f}-\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;

/** The patterns of arguments/*.ts for RE2, which looks neither ahead nor back, as Rego's raw strings. */
const PATTERNS = {
  ascii: String.raw`^[\x00-\x7f]*$`,
  decimal: String.raw`^[0-9]{1,15}(?:\.[0-9]{1,14})?$`,
  url: String.raw`^([hH][tT][tT][pP][sS]?|[wW][sS][sS]?)://([^/?#\\@%]+)(?:/[^${NOT_IN_URLS}]*|[?#][^${NOT_IN_URLS}@]*)?$`,
  place: String.raw`^((?:[A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+\.?|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?$`,
  punycode: String.raw`(?:^|\.)xn--`,
  path: `^[ -~${STABLE_LETTERS.map(range).join('')}]*$`,
  escaped: '^(?:[^%]|%[0-9A-Fa-f]{2})*$',
  unsafe: String.raw`(?:^|[^\p{L}\p{N}])\.\.|\.\.(?:[^\p{L}\p{N}]|$)|(?:^|[/\\])[. ]{2,}(?:[/\\]|$)|^(?:[/\\]{2}|~)`,
  drive: '^[A-Za-z]:',
  onDrive: String.raw`^[A-Za-z]:[/\\][^:]*$`,
  slash: String.raw`[/\\]`,
};
const re = (name: keyof typeof PATTERNS) => `\`${PATTERNS[name]}\``;

/** How the module decides where some tool has rules on its arguments: the same as arguments/*.ts, or more strictly. */
export const ARGUMENT_QUESTIONS = `
decision := {"decision": "deny", "because": "A rule on its arguments is broken.", "limits": []} if {
  "deny" in broken
  not judged.decision in {"hide", "deny"}
} else := {"decision": "ask", "because": "A rule on its arguments is broken.", "limits": []} if {
  "ask" in broken
  judged.decision in {"allow", "limit"}
} else := judged

# What the broken rules on arguments lead to.
broken contains each.otherwise if {
  some each in rule.arguments
  not kept(each)
}

# The argument is given once, under no second name that a server could take for it, and all its values keep the rule.
kept(each) if {
  is_object(input.arguments)
  names := array.concat([name | some name, _ in input.arguments], duplicated)
  count([name | some name in names; is_namesake(name, each)]) == 1
  values := values_of(input.arguments[each.argument], each.kind)
  count(values) > 0
  every value in values {
    keeps(value, each)
  }
}

is_namesake(name, each) if name == each.argument

is_namesake(name, each) if regex.replace(lower(name), "[^a-z0-9]", "") == each.folded

# No form can be made here in which other letters could be compared.
is_namesake(name, _) if not regex.match(${re('ascii')}, name)

values_of(value, kind) := value if {
  is_array(value)
  kind != "max-amount"
} else := [value]

# An amount that prints without an exponent, or its plain decimal text.
keeps(value, each) if {
  each.kind == "max-amount"
  amount := amount_of(value)
  amount >= 0
  amount <= each.max
  is_plain(amount)
}

amount_of(value) := value if is_number(value)

amount_of(value) := to_number(value) if {
  is_string(value)
  count(value) <= 16
  regex.match(${re('decimal')}, value)
}

is_plain(amount) if amount == 0

is_plain(amount) if {
  amount >= 0.000001
  amount < 1000000000000000000000
}

# A URL or a bare host of an allowed place.
keeps(value, each) if {
  each.kind == "allowed-hosts"
  is_string(value)
  place := place_of(value)
  some allowed in each.hosts
  is_host(place.host, allowed)
  is_port(place, allowed)
}

place_of(value) := {"host": host, "port": port, "standard": port == standard} if {
  [_, scheme, authority] := regex.find_all_string_submatch_n(${re('url')}, value, 1)[0]
  [_, written, digits] := regex.find_all_string_submatch_n(${re('place')}, authority, 1)[0]
  host := lower(trim_suffix(written, "."))
  standard := {"http": 80, "ws": 80, "https": 443, "wss": 443}[lower(scheme)]
  port := port_of(digits, standard)
} else := {"host": host, "port": port, "standard": port == 0} if {
  [_, written, digits] := regex.find_all_string_submatch_n(${re('place')}, value, 1)[0]
  host := lower(trim_suffix(written, "."))
  port := port_of(digits, 0)
}

port_of(digits, standard) := standard if digits == ""

port_of(digits, _) := port if {
  digits != ""
  port := to_number(digits)
  port <= 65535
}

is_host(host, allowed) if {
  not allowed.below
  host == allowed.host
}

# Labels of Punycode may be none.
is_host(host, allowed) if {
  allowed.below
  endswith(host, concat("", [".", allowed.host]))
  not regex.match(${re('punycode')}, trim_suffix(host, allowed.host))
}

is_port(place, allowed) if {
  not "port" in object.keys(allowed)
  place.standard
}

is_port(place, allowed) if place.port == allowed.port

# A path at or below an allowed folder, as it stands and percent-decoded up to four times.
keeps(value, each) if {
  each.kind == "path-prefixes"
  is_string(value)
  value != ""
  once := decoded(value)
  twice := decoded(once)
  thrice := decoded(twice)
  last := decoded(thrice)
  not contains(last, "%")
  every form in [value, once, twice, thrice, last] {
    some folder in each.prefixes
    is_below(form, folder)
  }
}

decoded(text) := urlquery.decode(replace(text, "+", "%2B")) if regex.match(${re('escaped')}, text)

is_below(form, folder) if {
  regex.match(${re('path')}, form)
  not regex.match(${re('unsafe')}, form)
  rest := below_root(form, folder.root)
  names := [name | some name in regex.split(${re('slash')}, rest); not name in {"", "."}]
  array.slice(names, 0, count(folder.names)) == folder.names
}

# What stands behind the root; none where the path has another one. Only with a drive does a backslash part names.
below_root(form, root) := form if {
  root == ""
  not regex.match(${re('drive')}, form)
  not startswith(form, "/")
  not contains(form, \`\\\`)
}

below_root(form, root) := form if {
  root == "/"
  startswith(form, "/")
  not contains(form, \`\\\`)
}

below_root(form, root) := substring(form, 2, -1) if {
  regex.match(${re('onDrive')}, form)
  lower(substring(form, 0, 2)) == root
}
`;
