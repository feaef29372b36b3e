/** Names of query parameters that carry a secret. */
const SECRET_QUERY = /key|token|secret|auth|passw|credential|signature|^sig$|^code$/i;

/** What of an address is a secret: the values of its telling query parameters, by name; variables are none. */
export function secretQuery(text: string): [name: string, value: string][] {
  return [...(URL.parse(text)?.searchParams ?? [])].filter(
    ([name, value]) => SECRET_QUERY.test(name) && value !== '' && !/^\$?\{[\w.-]+\}$/.test(value),
  );
}
