import { byName, type Json, type JsonObject } from '../model/json.ts';
import { createRedactor } from '../model/redact.ts';

/** Names of arguments, at any depth, whose values are never shown. */
const SECRET_NAME = /pass|secret|token|key|auth|credential|cookie|session|otp|(?:^|_)pin$/i;
/** Characters of a name or a value that are shown. */
const MAX_SHOWN = 60;
/** Arguments that are shown. */
const MAX_ARGUMENTS = 20;

const redact = createRedactor([]);

/** Arguments of a call for a person: beginnings of values, without those of secret names and user info of URLs. Unescaped. */
export function showArguments(given: JsonObject): Record<string, string> {
  const shown = Object.entries(given)
    .slice(0, MAX_ARGUMENTS)
    .map(([name, value]) => [shorten(name), SECRET_NAME.test(name) ? '[redacted]' : show(value)] as const);
  return byName(shown);
}

function show(value: Json): string {
  const text = JSON.stringify(value, (name, inner: Json) => (SECRET_NAME.test(name) ? '[redacted]' : inner));
  return shorten(redact(text));
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
