/** A form that tool names share which a client could take for one: in compatibility form (NFKC), without case. */
export function foldedName(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
