/**
 * Says whether a format that names tools exactly can name this one and mean nothing else by it. Refused, and so left to
 * the default (deny): a wildcard, the merge key of YAML 1.1, blank names, and lone surrogates, which no file can hold.
 */
export function isExactName(name: string): boolean {
  return name.isWellFormed() && name.trim() !== '' && !name.includes('*') && name !== '<<';
}
